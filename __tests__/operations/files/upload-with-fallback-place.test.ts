import { describe, expect, it } from '@jest/globals';
import type { OperationContext } from '../../../src/operations/operation.ts';
import type { UploadTarget } from '../../../src/operations/files/upload-with-fallback.ts';
import {
  isCredentialError,
  createTargetKeys,
} from '../../../src/operations/files/upload-with-fallback.ts';

const OBJECT = { bucket: 'bucket-1', region: 'ap-guangzhou', key: 'tem/shop.jar' };

function place(secretId: string, object = OBJECT): UploadTarget {
  return { object, keys: { secretId, secretKey: `${secretId}-key`, token: '' } };
}

/** The keys of a place whose service names this one when it is asked again. */
function open(next: UploadTarget) {
  const masks: string[] = [];
  const step = { mask: (secret: string) => masks.push(secret) } as unknown as OperationContext;
  return { masks, ...createTargetKeys(step, place('first'), () => Promise.resolve(next)) };
}

describe('the keys of a place', () => {
  it('are those of its answer, then others for the same place, all of them masked', async () => {
    const { ask, masks, findNewTarget } = open(place('second'));
    await expect(ask()).resolves.toMatchObject({ credentials: { secretId: 'first' } });
    await expect(ask()).resolves.toMatchObject({ credentials: { secretId: 'second' } });
    expect(findNewTarget()).toBeUndefined();
    expect(masks).toEqual(['first', 'first-key', 'second', 'second-key']);
  });

  it.each([{ bucket: 'bucket-2' }, { region: 'ap-shanghai' }, { key: 'tem/2/shop.jar' }])(
    'end where the service names another place: %j',
    async (other) => {
      const next = place('second', { ...OBJECT, ...other });
      const { ask, masks, findNewTarget } = open(next);
      await ask();
      const error: unknown = await ask().catch((thrown: unknown) => thrown);
      expect(String(error)).toContain('the keys for tem/shop.jar ended before the upload did');
      expect(isCredentialError(error)).toBe(true);
      expect(findNewTarget()).toBe(next);
      expect(masks).toContain('second-key');
    },
  );

  it('are not what another failure is about', () => {
    expect(isCredentialError(new Error('the disk is full'))).toBe(false);
  });
});
