import type { ChildProcess } from 'node:child_process';
import { DEMO_APPLICATION, DEMO_CREDENTIALS, startSimulator } from '../../simulator/index.ts';
import type {
  ApplicationSeed,
  Behaviour,
  Call,
  Credentials,
  ServedApplication,
  SimulatedApplication,
  Simulator,
  SimulatorOptions,
  Site,
  StsOptions,
} from '../../simulator/index.ts';
import { readManifest } from '../support/this-action.ts';
import { runSources } from '../support/in-process/run-sources.ts';
import { runAction } from '../support/process/run-action.ts';
import type { TimedSignal } from '../support/process/runner-cancel.ts';
import type { ActionRun } from '../support/process/step-run.ts';
import { sharedTime } from '../support/process/shared-time.ts';
import type { SharedTime } from '../support/process/shared-time.ts';

export interface WorldOptions {
  application?: Partial<ApplicationSeed>;
  behaviour?: Partial<Behaviour>;
  site?: Site;
  credentials?: Credentials;
  sts?: StsOptions;
  car?: SimulatorOptions['car'];
  dlc?: SimulatorOptions['dlc'];
  idleSeconds?: SimulatorOptions['idleSeconds'];
  /** So many times faster than real; default: as fast as it goes. */
  speed?: number;
  /** Runs the sources in this process instead of dist/index.js in a process of its own. */
  inProcess?: boolean;
}

export interface RunMore {
  /** Where this run takes place; default: as in the options of the world. */
  inProcess?: boolean;
  env?: Record<string, string>;
  state?: Record<string, string>;
  /** The folder of the action.yml, such as `tem/wait`; default: the root. */
  folder?: string;
  /** Another build of the action. */
  program?: string | undefined;
  /** Gives no inputs at all, as the runner does to the post run in nested composite actions. */
  withoutInputs?: true;
  /** What may appear nowhere, besides the keys of the world. */
  secrets?: () => readonly string[];
  /** Probed without connections by a run in this process. */
  served?: ServedApplication;
  /** Whether time may pass though somebody else than the cloud holds an answer back. */
  isHeld?: () => boolean;
  /** Sent to the run when so many seconds have passed. */
  signals?: readonly TimedSignal[];
  /** Gets the process as soon as it has been started. */
  onStart?: (child: ChildProcess) => void;
  /** Real time after which the run hangs; a step of an hour may need more than the default. */
  hangsAfterMs?: number;
}

/** A run, and how long it took in the time of its world. */
export interface TimedRun extends ActionRun {
  seconds: number;
}

/** The simulated cloud with one application, and runs of the action against it. */
export interface World {
  simulator: Simulator;
  time: SharedTime;
  application: SimulatedApplication;
  /** Runs the action; credentials, region and target are filled in where they are not given. */
  run: (inputs: Record<string, string>, more?: RunMore) => Promise<TimedRun>;
  /** The calls that change something, as `action → outcome`. */
  changes: () => string[];
  /** The calls of one action. */
  callsOf: (action: string) => Call[];
  /** RequestId of the last call of one action. Throws where there was none. */
  requestIdOf: (action: string) => string;
}

const CHANGES = new Set([
  'RollingUpdateApplicationByVersion',
  'ResumeDeployApplication',
  'RevertDeployApplication',
]);

const opened: Simulator[] = [];

/** Opens a world; `closeWorlds` closes it. */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const { application: seed, behaviour, credentials = DEMO_CREDENTIALS, site = 'china' } = options;
  const time = sharedTime(options);
  const simulator = await startSimulator({
    clock: time,
    site,
    idleSeconds: options.idleSeconds,
    credentials: [credentials],
    ...(options.sts ? { sts: options.sts } : {}),
    ...(options.car ? { car: options.car } : {}),
    ...(options.dlc ? { dlc: options.dlc } : {}),
    tem: {
      applications: [{ ...DEMO_APPLICATION, ...seed, ...(behaviour ? { behaviour } : {}) }],
    },
  });
  opened.push(simulator);
  const application = simulator.tem.application(
    seed?.applicationId ?? DEMO_APPLICATION.applicationId,
  );
  return {
    ...{ simulator, time, application },
    run: (inputs, more) => runIn({ simulator, time, application }, options, inputs, more),
    changes: () =>
      simulator.calls
        .filter(({ action }) => CHANGES.has(action))
        .map(({ action, outcome }) => `${action} → ${outcome}`),
    callsOf: (action) => simulator.calls.filter((call) => call.action === action),
    requestIdOf: (action) => {
      const call = simulator.calls.findLast((each) => each.action === action);
      if (call === undefined) throw new Error(`There was no call of ${action}.`);
      return call.requestId;
    },
  };
}

/** Closes all that have been opened: for afterEach. */
export async function closeWorlds(): Promise<void> {
  await Promise.all(opened.splice(0).map((simulator) => simulator.close()));
}

async function runIn(
  { simulator, time, application }: Pick<World, 'simulator' | 'time' | 'application'>,
  { credentials = DEMO_CREDENTIALS, inProcess = false }: WorldOptions,
  inputs: Record<string, string>,
  { isHeld, withoutInputs, inProcess: isInside = inProcess, ...more }: RunMore = {},
): Promise<TimedRun> {
  const startedAt = time.now();
  const hasEnvironment = 'environment-id' in readManifest(more.folder ?? '').inputs;
  const isAsked = inputs.operation !== 'tem-package-url' && hasEnvironment;
  const target = isAsked ? targetOf(application) : {};
  const options = {
    ...more,
    time,
    inputs: withoutInputs
      ? {}
      : {
          ...credentialInputs(credentials),
          endpoint: simulator.url,
          region: application.region,
          'application-id': application.applicationId,
          ...target,
          ...inputs,
        },
    credentials: [credentials.secretKey, credentials.token ?? ''],
    isHeld: () =>
      isHeld?.() === true ||
      [...simulator.calls, ...simulator.cos.requests].some(({ outcome }) => HOLDING.has(outcome)),
  };
  const run = await (isInside ? runSources({ ...options, simulator }) : runAction(options));
  return { ...run, seconds: (time.now() - startedAt) / 1000 };
}

/** The faults that hold an answer back. */
const HOLDING = new Set(['hang', 'slow']);

function credentialInputs({ secretId, secretKey, token }: Credentials): Record<string, string> {
  const keys = { 'secret-id': secretId, 'secret-key': secretKey };
  return token === undefined ? keys : { ...keys, token };
}

function targetOf({ environmentId }: SimulatedApplication): Record<string, string> {
  return { 'environment-id': environmentId };
}
