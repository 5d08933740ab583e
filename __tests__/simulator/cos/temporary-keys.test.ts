import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { manualClock, startSimulator } from '../../../simulator/index.ts';
import type { Grant, ManualClock, Simulator } from '../../../simulator/index.ts';
import { BUCKET, cosOutcome } from '../support/cos-requests.ts';
import type { CosOptions } from '../support/cos-requests.ts';

const REGION = 'ap-guangzhou';
const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const DIGITS = '0123456789';

let clock: ManualClock;
let simulator: Simulator;

beforeEach(async () => {
  clock = manualClock(NOW);
  simulator = await startSimulator({
    clock,
    cos: {
      buckets: [{ name: BUCKET, region: REGION, objects: { object: DIGITS } }],
      minPartBytes: 4,
    },
  });
});

afterEach(async () => {
  await simulator.close();
});

const outcome = (options: CosOptions = {}): Promise<string> => cosOutcome(simulator, options);
const put = (options: CosOptions = {}): CosOptions => ({ method: 'PUT', body: 'x', ...options });

describe('temporary keys', () => {
  const grant = (more: Partial<Grant> = {}): Grant => {
    return { bucket: BUCKET, path: 'mine', operations: ['PutObject'], ...more };
  };
  const denied = '403 AccessDenied';

  it.each<[string, Grant, CosOptions, string]>([
    ['their object', grant(), put({ key: 'mine' }), '200'],
    ['another object', grant(), put({ key: 'mine2' }), denied],
    ['another bucket', grant({ bucket: 'x-1300000000' }), put({ key: 'mine' }), denied],
    ['below their folder', grant({ path: 'mine/' }), put({ key: 'mine/a' }), '200'],
    ['reading', grant(), { key: 'mine' }, denied],
    ['multipart', grant(), { method: 'POST', key: 'mine', query: { uploads: '' } }, denied],
  ])('%s', async (_, given, options, expected) => {
    const credentials = simulator.cos.issueKey(given, 60);
    await expect(outcome({ ...options, credentials })).resolves.toBe(expected);
  });

  it('expire', async () => {
    const credentials = simulator.cos.issueKey(grant(), 60);
    const attempt = (): Promise<string> => outcome(put({ key: 'mine', credentials }));
    clock.advance(59);
    await expect(attempt()).resolves.toBe('200');
    clock.advance(1);
    await expect(attempt()).resolves.toBe('403 ExpiredToken');
    simulator.cos.behaviour.expiredKeyCode = 'AccessDenied';
    await expect(attempt()).resolves.toBe(denied);
  });

  it('can be ended all at once', async () => {
    const credentials = simulator.cos.issueKey(grant(), 60);
    simulator.cos.expireKeys();
    await expect(outcome(put({ key: 'mine', credentials }))).resolves.toBe('403 ExpiredToken');
    const next = simulator.cos.issueKey(grant(), 60);
    await expect(outcome(put({ key: 'mine', credentials: next }))).resolves.toBe('200');
  });
});
