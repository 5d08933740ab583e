import { describe, expect, test } from '@jest/globals';
import { CAR_BASELINE } from './car-scenario.ts';
import type { CarScenario } from './car-scenario.ts';
import { runCarScenario } from './car-world.ts';
import { judgeCarHistory } from './judge-car.ts';

type Turned = Partial<Omit<CarScenario, 'job' | 'second'>> & {
  readonly job?: Partial<CarScenario['job']>;
  readonly second?: Partial<CarScenario['job']>;
};

/** Scenarios that once broke a promise, by what was wrong. */
const ONCE_BROKEN: Readonly<Record<string, Turned>> = {
  'a version in preparation was deleted while lists of three seconds ago hid its upload': {
    ...{ seed: 828234, lag: 3, flaps: true, uploadSeconds: 0 },
    second: { startAt: 1.988, hasFile: false, pendingVersion: 'delete' },
  },
  'two looks that lacked a version for different reasons made it gone': {
    ...{ lag: 1, gaps: [{ from: 19, seconds: 14, pick: 1 }], uploadSeconds: 0 },
    ...{ versions: ['Inuse'], job: { pollInterval: 30 } },
  },
  'a list without the version in use made a publication superseded': {
    ...{ maxLatency: 1050, gaps: [{ from: 1, seconds: 11, pick: 2 }] },
    versions: ['Usable', 'Usable', 'Inuse', 'Usable', 'Normal'],
    job: { operation: 'car-set-online' },
    faults: [{ call: 'publish', kind: 'rate-limit', count: 12, from: 0 }],
  },
  'an older list made a version ours that was further on': {
    ...{ seed: 874092, lag: 14, flaps: true, creatingSeconds: 5, uploadSeconds: 0 },
    ...{ timeForm: 'zoneless', job: { hasFile: false }, second: { startAt: 1.857, wait: false } },
    faults: [{ call: 'create', kind: '502-before', count: 1, from: 0 }],
  },
  'a leftover that is being deleted blocked the version that came after it': {
    ...{ deletingBlocks: true, deletingSeconds: 20, versions: ['Inuse', 'CreateFailed'] },
    job: { pendingVersion: 'delete' },
  },
};

describe('CAR, where it once went wrong', () => {
  test.each(Object.entries(ONCE_BROKEN))('%s', async (_, { job, second, ...knobs }) => {
    const history = await runCarScenario({
      ...CAR_BASELINE,
      ...knobs,
      job: { ...CAR_BASELINE.job, ...job },
      second: second ? { ...CAR_BASELINE.job, ...second } : null,
    });
    expect(history.calls.length).toBeGreaterThan(1);
    expect(judgeCarHistory(history)).toEqual([]);
  });
});
