import { describe, expect, it } from '@jest/globals';
import { BUCKET } from '../support/cos-requests.ts';
import { REGION, useCosWorld } from '../support/cos-world.ts';

const world = useCosWorld();
const { fetched, outcome } = world;

describe('an address', () => {
  it('may name the region', async () => {
    const path = `/cos.${REGION}/${BUCKET}/object`;
    await expect(outcome({ path })).resolves.toBe('200');
  });

  it('of another region names the right one', async () => {
    const path = `/cos.ap-tokyo/${BUCKET}/object`;
    await expect(outcome({ path })).resolves.toBe('301 PermanentRedirect');
    const { headers } = await fetched({ path });
    expect(headers.get('x-cos-bucket-region')).toBe(REGION);
  });
});
