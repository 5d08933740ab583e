import { Agent } from 'undici';
import { NoArtifactServiceError } from '../../../src/github/artifact.ts';
import { INPUT_NAMES } from '../../../src/github/inputs/input-declarations.ts';
import { runMain } from '../../../src/run/main-step.ts';
import { runPost } from '../../../src/run/post-step.ts';
import type { Post } from '../../../src/tencent/http.ts';
import { recordingCore } from '../../operations/recorder.ts';
import type { EventClock } from '../event-clock.ts';
import type { Random } from '../random.ts';
import { APPLICATION, REGION } from './tem-gateway.ts';
import type { JobSpec } from './tem-scenario.ts';
import type { FakeAnswer } from '../../support/fake-prober.ts';
import { createFakeProber } from '../../support/fake-prober.ts';
import { NO_PROBES } from '../../support/no-probes.ts';

/** One process of a step. Times are in ms. */
export interface StepRun {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly exitCode: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
}

/** A job: its step, and what comes after the job. */
export interface JobRun {
  readonly name: string;
  readonly spec: JobSpec;
  /** The revision that the job names; '' if none. */
  readonly named: string;
  readonly main: StepRun;
  readonly post: StepRun;
}

/** How long the runner takes from a step to what comes after the job. */
const POST_DELAY_MS = 2_000;

export interface JobWorld {
  readonly clock: EventClock;
  readonly random: Random;
  readonly connect: (phase: 'main' | 'post') => Post;
  /** The revision that is current, for a job that names it. */
  readonly getRevision: () => string;
  /** What the application answers; `text` is what the body is searched for. */
  readonly answer: (url: string, text: string) => FakeAnswer;
}

type Inputs = Readonly<Record<string, string>>;

const POST_INPUTS: Readonly<Record<JobSpec['postInputs'], (inputs: Inputs) => Inputs>> = {
  same: (inputs) => inputs,
  none: () => ({}),
  other: () => ({ operation: 'scf-code-url', region: 'ap-shanghai', 'function-name': 'other' }),
};

/** Runs a step through its outermost surface, cancels it in time, and runs `post`. */
export async function runJob(name: string, spec: JobSpec, world: JobWorld): Promise<JobRun> {
  const { clock, getRevision } = world;
  const cancel = new AbortController();
  if (spec.cancelAt !== null) {
    clock.after(spec.cancelAt * 1000, () => {
      cancel.abort();
    });
  }
  const named = spec.namesRevision ? getRevision() : '';
  const inputs = toInputs(spec, named);
  const main = await runStep(world, 'main', inputs, cancel.signal, {});
  await clock.sleep(POST_DELAY_MS);
  const post = await runStep(
    world,
    'post',
    POST_INPUTS[spec.postInputs](inputs),
    new AbortController().signal,
    main.state,
  );
  return { name, spec, named, main, post };
}

async function runStep(
  { answer, clock, random, connect }: JobWorld,
  phase: 'main' | 'post',
  inputs: Inputs,
  cancelSignal: AbortSignal,
  saved: Readonly<Record<string, string>>,
): Promise<StepRun> {
  const { core, recorded } = recordingCore(saved);
  const startedAt = clock.now();
  const probes = createFakeProber(clock, (url) => answer(url, inputs['verify-body'] ?? ''));
  const run = phase === 'main' ? runMain : runPost;
  const exitCode = await run({
    env: {
      TENCENTCLOUD_SECRET_ID: 'AKIDexplore',
      TENCENTCLOUD_SECRET_KEY: 'explore-secret-key',
      ...Object.fromEntries(
        Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
      ),
    },
    ...{
      core,
      clock,
      post: connect(phase),
      dispatcher: NOWHERE,
      random: random.next,
      cancelSignal,
    },
    ...(phase === 'post' || !inputs['verify-url'] ? NO_PROBES : probes),
    openDeployments: () => Promise.reject(new Error('there is no GitHub here')),
    uploadArtifact: () => Promise.reject(new NoArtifactServiceError('there is none here')),
  });
  const { annotations, lines, outputs, state } = recorded;
  const notes = annotations.map(({ kind, title, message }) => `${kind}: ${title}: ${message}`);
  const endedAt = clock.now();
  return { startedAt, endedAt, exitCode, outputs, state, lines: [...lines, ...notes] };
}

/** TEM needs no transfers here: nothing is ever sent through this. */
const NOWHERE = new Agent();

/** The inputs that are declared; others are left to the time when they are. */
function toInputs(spec: JobSpec, revisionId: string): Record<string, string> {
  const { operation } = spec;
  const isUpdate = operation === 'tem-rolling-update';
  const isRevert = operation === 'tem-revert' || operation === 'tem-rollback';
  const wanted: Record<string, string> = {
    operation,
    region: REGION,
    'application-id': APPLICATION,
    'environment-id': 'en-explore',
    summary: 'false',
    timeout: `${spec.timeout}s`,
    'poll-interval': spec.pollInterval > 0 ? `${spec.pollInterval}s` : '',
    'failure-grace': `${spec.failureGrace}s`,
    'stable-for': `${spec.stableFor}s`,
    'dry-run': String(spec.dryRun),
    ...(isUpdate ? toUpdateInputs(spec) : { 'revision-id': revisionId }),
    ...(operation === 'tem-wait' ? {} : { wait: String(spec.wait) }),
    ...(isRevert ? {} : { ...toPolicies(spec), ...toVerification(spec) }),
  };
  const declared = new Set<string>(INPUT_NAMES);
  return Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => declared.has(name) && value !== ''),
  );
}

function toUpdateInputs(spec: JobSpec): Record<string, string> {
  const { batches, betaPods, intervalSeconds, strategy } = spec;
  const isTimed = strategy === 'AUTO' || strategy === 'BETA';
  return {
    'deploy-version': spec.version,
    'deploy-strategy': strategy,
    'total-batch-count': strategy === '' ? '' : String(batches),
    'beta-batch-num': strategy === 'BETA' ? String(Math.max(1, betaPods)) : '',
    'batch-interval': isTimed && intervalSeconds > 0 ? String(intervalSeconds) : '',
    'if-deploying': spec.ifDeploying,
    force: String(spec.force),
  };
}

function toVerification(spec: JobSpec): Record<string, string> {
  const { verify, verifyBody, verifySeconds, version } = spec;
  if (verify === '') return {};
  return {
    'verify-url':
      verify === 'shared' ? 'https://shop.example.com/health' : 'http://{instance-ip}:8080/health',
    'verify-body': verifyBody ? version : '',
    'verify-duration': `${verifySeconds}s`,
    'verify-interval': '2s',
    'verify-latency': '500ms',
  };
}

function toPolicies(spec: JobSpec): Record<string, string> {
  return {
    'on-waiting': spec.onWaiting,
    'on-failure': spec.onFailure,
    'on-timeout': spec.onTimeout,
    'on-cancel': spec.onCancel,
  };
}
