import { serveApplication } from '../../../simulator/index.ts';
import type { Manners, ServedApplication, ServeOptions } from '../../../simulator/index.ts';
import { closeWorlds, openWorld } from '../world.ts';
import type { RunMore, TimedRun, World } from '../world.ts';

export const OLD = 'v2.3.9';
export const NEW = 'v2.4.0';

/** Two of six instances are the beta batch; the rest follows in two batches. */
export const BETA = {
  operation: 'tem-rolling-update',
  'deploy-version': NEW,
  'deploy-strategy': 'BETA',
  'beta-batch-num': '2',
  'total-batch-count': '2',
  'on-waiting': 'verify',
};
/** Three batches of two instances, each of which pauses but the last. */
export const MANUAL = {
  operation: 'tem-rolling-update',
  'deploy-version': NEW,
  'deploy-strategy': 'MANUAL',
  'total-batch-count': '3',
  'on-waiting': 'verify',
};
export const AUTO = {
  operation: 'tem-rolling-update',
  'deploy-version': NEW,
  'deploy-strategy': 'AUTO',
};

export const TRIGGERED = 'RollingUpdateApplicationByVersion → ok';
export const RESUMED = 'ResumeDeployApplication → ok';
export const REVERTED = 'RevertDeployApplication → ok';

/** A target in the output `verification`. */
export interface Target {
  readonly url: string;
  readonly instance?: string;
  readonly verdict: string;
  readonly requests: number;
  readonly counted: number;
  readonly failures: number;
  readonly 'success-rate': number | null;
  readonly 'p50-ms': number | null;
  readonly 'p95-ms': number | null;
  readonly 'p99-ms': number | null;
  readonly 'last-failure'?: string;
}

/** A stage in the output `verification`. */
export interface Stage {
  readonly stage: string;
  readonly verdict: string;
  readonly reason?: string;
  readonly 'duration-seconds': number;
  readonly targets: readonly Target[];
}

/** A run, and what it has verified. */
export interface VerifiedRun extends TimedRun {
  readonly stages: readonly Stage[];
  /** The code of the error in the output `result`. */
  readonly code: string | undefined;
}

export interface ServedWorld {
  readonly world: World;
  readonly served: ServedApplication;
  /** Runs the action; the URL is the load balancer's, and the text the new version. */
  readonly run: (inputs: Record<string, string>, more?: RunMore) => Promise<VerifiedRun>;
  /** How many requests the instances of a version have answered. */
  readonly requestsTo: (deployVersion: string) => number;
}

const opened: ServedApplication[] = [];

/** Closes all: for afterEach. */
export async function closeServedWorlds(): Promise<void> {
  await Promise.all(opened.splice(0).map((served) => served.close()));
  await closeWorlds();
}

/**
 * A world whose application answers: the new version with these manners, the old one always well.
 * Without `inProcess: false`, the sources run in this process.
 */
export async function openServed(
  manners: Manners = {},
  { inProcess = true, ...options }: ServeOptions & { inProcess?: boolean } = {},
): Promise<ServedWorld> {
  const world = await openWorld({ behaviour: { loopbackIps: true }, inProcess });
  const { application, time } = world;
  const served = await serveApplication(application, time, { [NEW]: manners }, options);
  opened.push(served);
  return {
    world,
    served,
    run: async (inputs, more = {}) => {
      const run = await world.run(
        { 'verify-url': `${served.url}/health`, 'verify-body': NEW, timeout: '2h', ...inputs },
        {
          ...more,
          served,
          // Each answer that is held back costs so much real time.
          env: { CLOCK_STALLED_AFTER: '30', ...more.env },
          isHeld: () => served.isHolding() || more.isHeld?.() === true,
        },
      );
      const stages = JSON.parse(run.outputs.verification || '[]') as Stage[];
      const result = JSON.parse(run.outputs.result ?? '{}') as { error?: { code: string } };
      return { ...run, stages, code: result.error?.code };
    },
    requestsTo: (version) =>
      served.requests.filter(({ deployVersion }) => deployVersion === version).length,
  };
}

/** The stages and their verdicts, such as "beta passed". */
export function verdictsOf({ stages }: VerifiedRun): string[] {
  return stages.map(({ stage, verdict }) => `${stage} ${verdict}`);
}
