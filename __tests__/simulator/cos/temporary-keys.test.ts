import { describe, expect, it } from '@jest/globals';
import type { Grant } from '../../../simulator/index.ts';
import type { CosOptions } from '../support/cos-requests.ts';
import { BUCKET } from '../support/cos-requests.ts';
import { put, useCosWorld } from '../support/cos-world.ts';

const world = useCosWorld();
const { outcome } = world;

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
    const credentials = world.simulator.cos.keys.issue(given, 60);
    await expect(outcome({ ...options, credentials })).resolves.toBe(expected);
  });

  it('expire', async () => {
    const credentials = world.simulator.cos.keys.issue(grant(), 60);
    const attempt = (): Promise<string> => outcome(put({ key: 'mine', credentials }));
    world.clock.advance(59);
    await expect(attempt()).resolves.toBe('200');
    world.clock.advance(1);
    await expect(attempt()).resolves.toBe('403 ExpiredToken');
  });

  it('can be ended all at once', async () => {
    const credentials = world.simulator.cos.keys.issue(grant(), 60);
    world.simulator.cos.keys.expire();
    await expect(outcome(put({ key: 'mine', credentials }))).resolves.toBe('403 ExpiredToken');
    const next = world.simulator.cos.keys.issue(grant(), 60);
    await expect(outcome(put({ key: 'mine', credentials: next }))).resolves.toBe('200');
  });
});
