import { expect } from '@jest/globals';
import { NO_PROBES } from '../support/no-probes.ts';
import { DEMO_APPLICATION, DEMO_CREDENTIALS, startSimulator } from '../../simulator/index.ts';
import type {
  ApplicationSeed,
  SimulatedApplication,
  Simulator,
  Site,
} from '../../simulator/index.ts';
import { NoArtifactServiceError } from '../../src/github/artifact.ts';
import { runMain } from '../../src/run/main-step.ts';
import type { Runtime } from '../../src/run/runtime.ts';
import { runPost } from '../../src/run/post-step.ts';
import { createDispatcher, createPost } from '../../src/tencent/http.ts';
import type { HttpResponse, HttpPost, Post } from '../../src/tencent/http.ts';
import type { Ending } from './observe-endings.ts';
import { observeEnding } from './observe-endings.ts';
import { listGaps } from './recorded-texts.ts';
import type { Recorded } from './recorder.ts';
import { recordingCore } from './recorder.ts';
import { postDirectly } from '../support/direct-call.ts';
import type { VirtualClock } from '../support/virtual-clock.ts';
import { virtualClock } from '../support/virtual-clock.ts';

export type Inputs = Readonly<Record<string, string>>;

/** What one process of the action did, as the runner and the cloud saw it, and how it ended. */
export interface Run extends Omit<Recorded, 'summaries'>, Ending {
  readonly exitCode: number;
  /** The job summary; '' where none was written. */
  readonly summary: string;
  /** The actions that were called, in order. */
  readonly calls: readonly string[];
  /** How long it took, in virtual seconds. */
  readonly seconds: number;
}

/** Tencent Cloud, the application on it, and the time, in one place. */
export interface TestWorld {
  readonly simulator: Simulator;
  readonly application: SimulatedApplication;
  readonly clock: VirtualClock;
  /** Runs the step with these inputs, beside those that every step has; with more variables too. */
  run(inputs: Inputs, env?: Inputs): Promise<Run>;
  /** Runs what comes after the job, on the state that the step left. */
  post(inputs: Inputs, main: Pick<Run, 'state'>): Promise<Run>;
  /** Requests to the application go here; without it they are a mistake. */
  probeWith(probes: Probes): void;
  /** Cancels the job: the run that goes on now, or the next one. */
  cancel(): void;
  /** Does something just before a call is sent. */
  beforeCall(act: (action: string) => void): void;
  /** Changes answers on their way back to the action; undefined lets the answer through. */
  intercept(change: Interception): void;
  close(): Promise<void>;
}

export type Probes = Pick<Runtime, 'startProber' | 'probeOnce'>;

/** `answer` is the parsed `Response`; what is given back is sent instead, what is thrown cuts it off. */
export type Interception = (action: string, answer: Fields) => Fields | undefined;
export type Fields = Record<string, unknown>;

export const TARGET = {
  region: DEMO_APPLICATION.region,
  'application-id': DEMO_APPLICATION.applicationId,
  'environment-id': DEMO_APPLICATION.environmentId,
};

/** The inputs of a rolling update that lacks nothing. */
export const UPDATE = { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0' };

const open = new Set<TestWorld>();

/** For afterEach: closes every world that a test started. */
export async function closeWorlds(): Promise<void> {
  await Promise.all(Array.from(open, (world) => world.close()));
  open.clear();
}

export async function startWorld(
  seed: Partial<ApplicationSeed> = {},
  site: Site = 'china',
): Promise<TestWorld> {
  const clock = virtualClock();
  const applications = [{ ...DEMO_APPLICATION, instances: 2, ...seed }];
  const simulator = await startSimulator({ clock: clock.manual, site, tem: { applications } });
  const dispatcher = createDispatcher();
  const interceptions: Interception[] = [];
  const watchers: ((action: string) => void)[] = [];
  const post = intercepted(
    postDirectly(simulator, createPost(dispatcher)),
    watchers,
    interceptions,
  );
  let running: AbortController | undefined;
  let probes: Probes = NO_PROBES;

  const execute = async (
    inputs: Inputs,
    state: Readonly<Record<string, string>>,
    main: typeof runMain,
    more: Inputs = {},
  ): Promise<Run> => {
    const { core, recorded } = recordingCore(state);
    const cancel = new AbortController();
    running = cancel;
    const [firstCall, start] = [simulator.calls.length, clock.seconds()];
    const env = { ...runnerEnv({ endpoint: simulator.url, ...TARGET, ...inputs }), ...more };
    const random = () => 0.5;
    const outside = {
      ...probes,
      cancelSignal: cancel.signal,
      dispatcher,
      uploadArtifact: noArtifacts,
      openDeployments: noDeployments,
    };
    let exitCode = NaN;
    const ending = await observeEnding(async () => {
      exitCode = await main({ env, core, clock, post, random, ...outside });
    });
    running = undefined;
    expect(listGaps(recorded)).toEqual([]);
    const { summaries, ...others } = recorded;
    return {
      ...others,
      ...ending,
      exitCode,
      summary: summaries.join(''),
      calls: simulator.calls.slice(firstCall).map(({ action }) => action),
      seconds: clock.seconds() - start,
    };
  };

  const world: TestWorld = {
    simulator,
    application: simulator.tem.application(DEMO_APPLICATION.applicationId),
    clock,
    run: (inputs, env) => execute(inputs, {}, runMain, env),
    post: (inputs, { state }) => execute(inputs, state, runPost),
    probeWith: (given) => {
      probes = given;
    },
    cancel: () => {
      if (!running) throw new Error('No step runs that could be cancelled.');
      running.abort();
    },
    beforeCall: (act) => {
      watchers.push(act);
    },
    intercept: (change) => {
      interceptions.push(change);
    },
    close: async () => {
      await dispatcher.destroy();
      await simulator.close();
    },
  };
  open.add(world);
  return world;
}

/** As outside of GitHub: there is no artifact service. */
function noArtifacts(): Promise<never> {
  return Promise.reject(new NoArtifactServiceError('there is no artifact service'));
}

/** As without a token of GitHub's. */
function noDeployments(): Promise<never> {
  return Promise.reject(new Error('there is no GitHub'));
}

function runnerEnv(inputs: Inputs): NodeJS.ProcessEnv {
  const variables = Object.entries(inputs).map(([name, value]) => [
    `INPUT_${name.toUpperCase()}`,
    value,
  ]);
  return {
    TENCENTCLOUD_SECRET_ID: DEMO_CREDENTIALS.secretId,
    TENCENTCLOUD_SECRET_KEY: DEMO_CREDENTIALS.secretKey,
    ...(Object.fromEntries(variables) as Record<string, string>),
  };
}

function intercepted(
  send: Post,
  watchers: readonly ((action: string) => void)[],
  interceptions: readonly Interception[],
): Post {
  return async (call: HttpPost, signal) => {
    for (const act of watchers) act(actionOf(call));
    const answer = await send(call, signal);
    return interceptions.reduce((changed, change) => changedBy(change, call, changed), answer);
  };
}

function actionOf({ headers }: HttpPost): string {
  return headers['x-tc-action'] ?? '';
}

function changedBy(change: Interception, call: HttpPost, answer: HttpResponse): HttpResponse {
  const { Response } = parsed(answer.body) as { Response?: Fields };
  const changed = change(actionOf(call), Response ?? {});
  return changed ? { ...answer, body: JSON.stringify({ Response: changed }) } : answer;
}

function parsed(body: string): object {
  try {
    return JSON.parse(body) as object;
  } catch {
    return {};
  }
}

/** What the annotations say, their titles first. */
export function annotated({ annotations }: Pick<Run, 'annotations'>): string {
  return annotations.map(({ title, message }) => `${title}\n${message}`).join('\n');
}

/** The operations of the steps to copy that the annotations suggest, in order. */
export function suggested(run: Pick<Run, 'annotations'>): string[] {
  return Array.from(annotated(run).matchAll(/^ *operation: (\S+)$/gm), ([, name = '']) => name);
}

/** Changes `Result` in every answer of one action, or of all: `change` gives the fields that differ. */
export function changeResult(
  world: TestWorld,
  action: string | undefined,
  change: (result: Fields) => Fields,
): void {
  world.intercept((called, answer) => {
    const { Result: result } = answer;
    const isMeant = action === undefined || action === called;
    if (!isMeant || typeof result !== 'object' || result === null) return undefined;
    return { ...answer, Result: { ...result, ...change(result as Fields) } };
  });
}

/** How often an action was called. */
export function count({ calls }: Pick<Run, 'calls'>, action: string): number {
  return calls.filter((called) => called === action).length;
}

/** The lines of the rollout: those that begin with a time. */
export function events({ lines }: Pick<Run, 'lines'>): string[] {
  return lines.filter((line) => /^ +\d+:\d\d/.test(line)).map((line) => line.trim());
}

/** The seconds at which an action was called, since the start of the simulator. */
export function secondsOf({ simulator, clock }: TestWorld, action: string): number[] {
  const start = clock.now() - clock.seconds() * 1000;
  return simulator.calls
    .filter((call) => call.action === action)
    .map(({ at }) => (at - start) / 1000);
}
