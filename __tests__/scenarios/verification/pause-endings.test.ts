import { afterEach, expect, it } from '@jest/globals';
import type { Manners } from '../../../simulator/index.ts';
import type { RunMore } from '../world.ts';
import type { ServedWorld, VerifiedRun } from './served-world.ts';
import { BETA, closeServedWorlds, openServed } from './served-world.ts';

afterEach(closeServedWorlds);

const [RESUMED, WAITING, NOT_RESUMED] = ['▶️', '⏸️', '⏹️'];
const LONG = { ...BETA, 'verify-duration': '30m' };
const LATE = { ...LONG, 'verify-duration': '4m', 'stable-for': '80s', timeout: '5m' };
const CANCEL: RunMore = { signals: [{ signal: 'SIGTERM', after: 100 }] };
const BAD: Manners = { rhythm: [['bad', 1]] };

type Run = (served: ServedWorld) => Promise<VerifiedRun>;

async function revertElsewhere({ run, world }: ServedWorld): Promise<VerifiedRun> {
  world.time.after(90, () => world.application.revert());
  return run(LONG);
}

async function replaceElsewhere({ run, world }: ServedWorld): Promise<VerifiedRun> {
  const { application, time } = world;
  time.after(90, () => application.revert());
  time.after(106, () => application.startRollout({ DeployVersion: 'v9' }));
  return run({ ...LONG, 'poll-interval': '30s' });
}

async function resumeElsewhere({ run, world }: ServedWorld): Promise<VerifiedRun> {
  world.time.after(90, () => world.application.resume());
  return run({ ...BETA, 'verify-duration': '4m', timeout: '5m' });
}

/** Each way in which a pause can end, and what the summary says of it. */
it.each<[string, string | undefined, Run]>([
  ['verified', RESUMED, ({ run }) => run(BETA)],
  ['resumed by somebody else', RESUMED, resumeElsewhere],
  ['cancelled and kept', WAITING, ({ run }) => run(LONG, CANCEL)],
  ['timed out and kept', WAITING, ({ run }) => run(LATE)],
  [
    'cancelled and reverted',
    NOT_RESUMED,
    ({ run }) => run({ ...LONG, 'on-cancel': 'revert' }, CANCEL),
  ],
  ['timed out and reverted', NOT_RESUMED, ({ run }) => run({ ...LATE, 'on-timeout': 'revert' })],
  ['reverted by somebody else', NOT_RESUMED, revertElsewhere],
  ['replaced by another rollout', NOT_RESUMED, replaceElsewhere],
])('A pause that was %s is %s in the summary', async (_, icon, end) => {
  const served = await openServed();
  const { summary } = await end(served);
  expect(iconsOf(summary)).toEqual([icon]);
});

it.each([
  ['keep', WAITING],
  ['revert', NOT_RESUMED],
])('A pause whose verification failed, with on-failure: %s, is %s', async (policy, icon) => {
  const { run } = await openServed(BAD);
  const { summary } = await run({ ...BETA, 'on-failure': policy });
  expect(iconsOf(summary)).toEqual([icon]);
});

function iconsOf(summary: string): string[] {
  const rows = summary.split('\n').filter((line) => line.startsWith('|'));
  return rows.flatMap((row) => row.match(/[▶⏸⏹]\uFE0F/gu) ?? []);
}
