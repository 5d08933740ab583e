import { describe, expect, it } from '@jest/globals';
import { createCar } from '../../src/tencent/car.ts';
import { isUnclear } from '../../src/tencent/retry.ts';

describe('the answer to CreateApplicationVersion', () => {
  it.each([
    {},
    { Version: null },
    { Version: { ApplicationVersionStatus: 'Creating' } },
    { Version: { ApplicationVersionId: '' } },
  ])('is unclear without the ID of the version: %j', async (response) => {
    const car = createCar(() => Promise.resolve({ response, requestId: 'id-1' }));
    const wanted = { applicationId: 'app-1', applicationFileName: 'game.zip' };
    const error: unknown = await car.createApplicationVersion(wanted).catch((thrown: unknown) => {
      return thrown;
    });
    expect(isUnclear(error)).toBe(true);
    expect(error).toMatchObject({ message: 'the answer has no ApplicationVersionId' });
  });
});
