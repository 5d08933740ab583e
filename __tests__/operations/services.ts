import { expect } from '@jest/globals';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_CREDENTIALS, startSimulator } from '../../simulator/index.ts';
import type { Simulator, SimulatorOptions } from '../../simulator/index.ts';
import type { Operation } from '../../src/operations/operation.ts';
import { OPERATIONS } from '../../src/operations/registry.ts';
import { runMain } from '../../src/run/main-step.ts';
import { createDispatcher, createPost } from '../../src/tencent/http.ts';
import type { HttpResponse } from '../../src/tencent/http.ts';
import type { Runtime } from '../../src/run/runtime.ts';
import type { Ending } from './observe-endings.ts';
import { observeEnding } from './observe-endings.ts';
import { listGaps } from './recorded-texts.ts';
import type { Recorded } from './recorder.ts';
import { recordingCore } from './recorder.ts';
import { postDirectly } from '../support/direct-call.ts';
import type { VirtualClock } from '../support/virtual-clock.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { NO_PROBES } from '../support/no-probes.ts';

/** What one run told the runner, and how its operation ended. */
export interface ServiceRun extends Recorded, Ending {
  readonly exitCode: number;
  /** Log lines and annotations as one text. */
  readonly said: string;
}

/** The cloud with files, a workspace, and the time. */
export interface ServiceWorld {
  readonly simulator: Simulator;
  readonly clock: VirtualClock;
  readonly workspace: string;
  readonly temp: string;
  /** Every artifact that was kept: name, path, retention in days. */
  readonly artifacts: [string, string, number | undefined][];
  run(inputs: Readonly<Record<string, string>>): Promise<ServiceRun>;
  /** Does something just before a call is sent. */
  beforeCall(act: (action: string) => void): void;
  /** Cancels the job, and all that come after it. */
  cancel(): void;
  /** Changes answers on their way back to the action: `answer` is the parsed `Response`. */
  intercept(change: Interception): void;
  /** Writes a file of the workspace; gives its path. */
  file(name: string, content: string): Promise<string>;
  /** How the calls of one action were answered, in order. */
  calls(action: string): string[];
}

/** What is given back is sent instead; undefined lets the answer through, what is thrown cuts it off. */
export type Interception = (action: string, answer: Fields) => Fields | undefined;
export type Fields = Readonly<Record<string, unknown>>;

/** What toMatchObject expects of a step that ended well. */
export function success(status = 'succeeded') {
  return { exitCode: 0, code: '', outputs: { status } };
}

/** What toMatchObject expects of a step that ended red. */
export function failure(code: string, status = 'failed') {
  return { exitCode: 1, code, outputs: { status } };
}

const open: (() => Promise<void>)[] = [];

/** For afterEach. */
export async function closeServices(): Promise<void> {
  await Promise.all(open.splice(0).map((close) => close()));
}

/** `noArtifact`: why none is kept. */
export async function openServices(
  seeds: Omit<SimulatorOptions, 'clock'> = {},
  noArtifact?: Error,
): Promise<ServiceWorld> {
  const clock = virtualClock();
  const simulator = await startSimulator({ ...seeds, clock: clock.manual });
  const dispatcher = createDispatcher();
  const root = await realpath(await mkdtemp(join(tmpdir(), 'services-')));
  const [workspace, temp] = [join(root, 'workspace'), join(root, 'temp')];
  await Promise.all([mkdir(workspace), mkdir(temp)]);
  const artifacts: [string, string, number | undefined][] = [];
  const openDeployments = () => Promise.reject(new Error('there is no GitHub'));
  const uploadArtifact: Runtime['uploadArtifact'] = (...artifact) => {
    if (noArtifact) return Promise.reject(noArtifact);
    artifacts.push([artifact[0], artifact[1], artifact[2]]);
    return Promise.resolve(4711);
  };
  open.push(async () => {
    await dispatcher.destroy();
    await simulator.close();
    await rm(root, { recursive: true });
  });

  const watchers: ((action: string) => void)[] = [];
  const send = postDirectly(simulator, createPost(dispatcher));
  let running: AbortController | undefined;
  const interceptions: Interception[] = [];
  const post: Runtime['post'] = async (call, signal) => {
    const action = call.headers['x-tc-action'] ?? '';
    for (const act of watchers) act(action);
    const answer = await send(call, signal);
    return interceptions.reduce((now, change) => changedBy(change, action, now), answer);
  };

  return {
    ...{ simulator, clock, workspace, temp, artifacts },
    beforeCall: (act) => {
      watchers.push(act);
    },
    cancel: () => {
      if (!running) throw new Error('No step runs that could be cancelled.');
      running.abort();
    },
    intercept: (change) => {
      interceptions.push(change);
    },
    run: async (inputs) => {
      const { core, recorded } = recordingCore();
      const cancel = new AbortController();
      running = cancel;
      const operations: Readonly<Record<string, Operation>> = OPERATIONS;
      const { optional = [] } = operations[inputs.operation ?? ''] ?? {};
      // An operation without this input would warn that it has no effect.
      const cosEndpoint = optional.includes('cos-endpoint') ? simulator.cosEndpoint : '';
      const given = { endpoint: simulator.url, 'cos-endpoint': cosEndpoint, ...inputs };
      const env = {
        TENCENTCLOUD_SECRET_ID: DEMO_CREDENTIALS.secretId,
        TENCENTCLOUD_SECRET_KEY: DEMO_CREDENTIALS.secretKey,
        TENCENTCLOUD_REGION: 'ap-guangzhou',
        GITHUB_WORKSPACE: workspace,
        RUNNER_TEMP: temp,
        ...Object.fromEntries(
          Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
        ),
      };
      const outside = {
        clock,
        random: () => 0.5,
        cancelSignal: cancel.signal,
        dispatcher,
        uploadArtifact,
        ...NO_PROBES,
        openDeployments,
      };
      let exitCode = NaN;
      const ending = await observeEnding(async () => {
        exitCode = await runMain({ env, core, post, ...outside });
      });
      running = undefined;
      expect(listGaps(recorded)).toEqual([]);
      const notes = recorded.annotations.map(({ title, message }) => `${title}\n${message}`);
      return { ...recorded, ...ending, exitCode, said: [...recorded.lines, ...notes].join('\n') };
    },
    file: async (name, content) => {
      const path = join(workspace, name);
      await writeFile(path, content);
      return path;
    },
    calls: (action) =>
      simulator.calls.filter((call) => call.action === action).map(({ outcome }) => outcome),
  };
}

function changedBy(change: Interception, action: string, answer: HttpResponse): HttpResponse {
  const { Response } = JSON.parse(answer.body || '{}') as { Response?: Fields };
  const changed = change(action, Response ?? {});
  return changed ? { ...answer, body: JSON.stringify({ Response: changed }) } : answer;
}
