import { mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dispatcher } from 'undici';
import { NoArtifactServiceError } from '../../../src/github/artifact.ts';
import { runMain } from '../../../src/run/main-step.ts';
import type { Post } from '../../../src/tencent/http.ts';
import { recordingCore } from '../../operations/recorder.ts';
import type { EventClock } from '../event-clock.ts';
import type { Random } from '../random.ts';
import { APPLICATION } from './car-gateway.ts';
import type { JobSpec } from './car-scenario.ts';
import { NO_PROBES } from '../../support/no-probes.ts';

/** A job, and how it ended. Times are in ms. */
export interface CarJob {
  readonly name: string;
  readonly spec: JobSpec;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly exitCode: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
  readonly lines: readonly string[];
}

export interface CarJobWorld {
  readonly clock: EventClock;
  readonly random: Random;
  readonly post: Post;
  readonly dispatcher: Dispatcher;
}

export const FILE_NAME = 'game.zip';

/** The folder that holds the file of every job; it is only read. */
let workspace: string | undefined;

function openWorkspace(): string {
  if (workspace === undefined) {
    workspace = realpathSync(mkdtempSync(join(tmpdir(), 'explore-car-')));
    writeFileSync(join(workspace, FILE_NAME), 'the game');
  }
  return workspace;
}

/** Runs a step through its outermost surface, and cancels it in time. */
export async function runCarJob(
  name: string,
  spec: JobSpec,
  { clock, dispatcher, post, random }: CarJobWorld,
): Promise<CarJob> {
  await clock.sleep(spec.startAt * 1000);
  const cancel = new AbortController();
  if (spec.cancelAt !== null) {
    clock.after(spec.cancelAt * 1000, () => {
      cancel.abort();
    });
  }
  const { core, recorded } = recordingCore();
  const startedAt = clock.now();
  const folder = openWorkspace();
  const exitCode = await runMain({
    env: {
      TENCENTCLOUD_SECRET_ID: 'AKIDexplore',
      TENCENTCLOUD_SECRET_KEY: 'explore-secret-key',
      GITHUB_WORKSPACE: folder,
      RUNNER_TEMP: folder,
      ...toVariables(spec),
    },
    ...{ core, clock, post, dispatcher, random: random.next, cancelSignal: cancel.signal },
    ...NO_PROBES,
    openDeployments: () => Promise.reject(new Error('there is no GitHub here')),
    uploadArtifact: () => Promise.reject(new NoArtifactServiceError('there is none here')),
  });
  const { annotations, lines, outputs } = recorded;
  const notes = annotations.map(({ kind, title, message }) => `${kind}: ${title}: ${message}`);
  const warnings = notes.filter((note) => note.startsWith('warning:'));
  const said = [...lines, ...notes];
  return { name, spec, startedAt, endedAt: clock.now(), exitCode, outputs, warnings, lines: said };
}

function toVariables(spec: JobSpec): Record<string, string> {
  const inputs: Record<string, string> = {
    operation: spec.operation,
    region: 'ap-guangzhou',
    'application-id': APPLICATION,
    summary: 'false',
    timeout: `${spec.timeout}s`,
    wait: String(spec.wait),
    'poll-interval': spec.pollInterval > 0 ? `${spec.pollInterval}s` : '',
    ...(spec.operation === 'car-set-online'
      ? { 'application-version-id': `ver-seed${spec.target}` }
      : toCreateInputs(spec)),
  };
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  );
}

function toCreateInputs(spec: JobSpec): Record<string, string> {
  return {
    [spec.hasFile ? 'package-file' : 'application-file-name']: FILE_NAME,
    'set-online': String(spec.setOnline),
    'pending-version': spec.pendingVersion,
    'version-limit': spec.versionLimit,
  };
}
