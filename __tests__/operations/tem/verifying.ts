import { isIP } from 'node:net';
import type { Behaviour } from '../../../simulator/index.ts';
import type { SimulatedPod } from '../../../simulator/tem/tem-application.ts';
import { placeOf } from '../../../simulator/tem/run-pods.ts';
import type { FakeAnswer, FakeProber } from '../../support/fake-prober.ts';
import { createFakeProber, OTHER, REFUSED } from '../../support/fake-prober.ts';
import type { Run, TestWorld } from '../world.ts';
import { startWorld, UPDATE } from '../world.ts';

export const URL_SHARED = 'https://shop.example.com/health';
export const URL_INSTANCE = 'http://{instance-ip}:8080/health';

/** Verifies each paused batch, and then the complete rollout. */
export const VERIFY = {
  'on-waiting': 'verify',
  'verify-url': URL_SHARED,
  'verify-body': 'v2.4.0',
  'verify-duration': '30s',
};

/** A rolling update that verifies a beta batch of one instance, and then all of them. */
export const VERIFIED = {
  ...UPDATE,
  ...VERIFY,
  'deploy-strategy': 'BETA',
  'beta-batch-num': '1',
};

/** What an instance answers; of a new version unless `isNew` is false. */
export type Respond = (pod: SimulatedPod, seconds: number) => FakeAnswer;

export interface VerifiedWorld extends TestWorld {
  readonly prober: FakeProber;
}

/**
 * Starts a world in which the application answers: at the shared address its healthy instances in
 * turn, at an IP address the instance that has it. Old instances answer well, without the text.
 */
export async function startVerifiedWorld(
  respond: Respond,
  behaviour: Partial<Behaviour> = {},
  instances = 3,
): Promise<VerifiedWorld> {
  const world = await startWorld({ behaviour, instances });
  const { application, clock } = world;
  let count = 0;
  const reach = (url: string): SimulatedPod | undefined => {
    const { hostname } = new URL(url);
    const pods = application.pods();
    if (isIP(hostname) !== 0) {
      return pods.find(({ podId }) => placeOf(podId, application.region).ip === hostname);
    }
    const healthy = pods.filter(({ ready }) => ready);
    count += 1;
    return healthy[count % Math.max(1, healthy.length)];
  };
  const after = (ms: number, act: () => void) => {
    clock.at(clock.seconds() + ms / 1000, act);
  };
  const prober = createFakeProber({ now: () => clock.now(), after }, (url) => {
    const pod = reach(url);
    if (pod === undefined) return REFUSED;
    return pod.deployVersion === 'v2.3.9' ? OTHER : respond(pod, clock.seconds());
  });
  world.probeWith(prober);
  return { ...world, prober };
}

interface ShownStage {
  readonly stage: string;
  readonly verdict: string;
  readonly reason?: string;
  readonly targets: readonly Readonly<Record<string, unknown>>[];
}

/** The output `verification`. */
export function stagesOf({ outputs }: Pick<Run, 'outputs'>): ShownStage[] {
  return JSON.parse(outputs.verification || '[]') as ShownStage[];
}

/** The stages and their verdicts, such as "beta passed". */
export function verdictsOf(run: Pick<Run, 'outputs'>): string[] {
  return stagesOf(run).map(({ stage, verdict }) => `${stage} ${verdict}`);
}

/** The code of the error in the output `result`; '' if there is none. */
export function errorOf({ outputs }: Pick<Run, 'outputs'>): string {
  const result = JSON.parse(outputs.result ?? '{}') as { error?: { code?: string } };
  return result.error?.code ?? '';
}
