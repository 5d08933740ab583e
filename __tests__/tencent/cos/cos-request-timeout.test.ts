import { expect, it } from '@jest/globals';
import type { CosOptions } from '../../../src/tencent/cos/cos-request.ts';
import { createCosClient } from '../../../src/tencent/cos/cos-client.ts';
import { getAnswerTimeout } from '../../../src/tencent/cos/cos-request.ts';
import { cosWorld, OBJECT } from '../../support/cos-world.ts';

const MIB = 1024 * 1024;
const world = cosWorld();

it('an answer has the more time the more a proxy may have to pass on before', () => {
  // 12 MiB over a line of 1 Mbit/s.
  expect(getAnswerTimeout(12 * MIB)).toBeGreaterThan(100_000);
  expect(getAnswerTimeout(0)).toBe(60_000);
  expect(getAnswerTimeout(5 * 1024 * MIB)).toBeLessThan(30 * 60_000);
});

it.each([
  [4 * MIB, getAnswerTimeout(4 * MIB)],
  // Small ones have the limit of the connections.
  [100, undefined],
])('a body of %d bytes gives its answer this long', async (length, expected) => {
  const { options } = world();
  const limits: unknown[] = [];
  const dispatcher: CosOptions['dispatcher'] = options.dispatcher.compose(
    (dispatch) => (request, handler) => {
      limits.push(request.headersTimeout ?? undefined);
      return dispatch(request, handler);
    },
  );
  const bytes = Buffer.alloc(length);
  const body = {
    ...{ length, md5: '' },
    async *open() {
      yield await Promise.resolve(bytes);
    },
  };
  await createCosClient({ ...options, dispatcher })
    .putObject(OBJECT, body)
    .catch(() => undefined);
  expect(limits[0]).toBe(expected);
});
