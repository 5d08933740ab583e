import { describe, expect, it } from '@jest/globals';
import { startSimulator } from '../../../simulator/index.ts';
import { BUCKET, cosFetch } from '../support/cos-requests.ts';
import { DIGITS, REGION, useCosWorld } from '../support/cos-world.ts';

const world = useCosWorld();
const { fetched, outcome } = world;

describe('an address', () => {
  it('may leave out the bucket: the first one there is', async () => {
    await expect((await fetched({ path: '/cos/object' })).text()).resolves.toBe(DIGITS);
  });

  it('may leave out the bucket: the default one', async () => {
    const seed = { name: 'own-1300000000', objects: { 'a/b': 'x' } };
    const cos = { defaultBucket: seed.name, buckets: [{ name: BUCKET }, seed] };
    const other = await startSimulator({ clock: world.clock, cos });
    const response = await cosFetch(other, { path: '/cos/a/b' });
    await expect(response.text()).resolves.toBe('x');
    await other.close();
  });

  it('may name the region', async () => {
    const path = `/cos.${REGION}/${BUCKET}/object`;
    await expect((await fetched({ path })).text()).resolves.toBe(DIGITS);
  });

  it.each([
    ['redirect', '301 PermanentRedirect'],
    ['no-such-bucket', '404 NoSuchBucket'],
  ] as const)('of another region names the right one (%s)', async (wrongRegion, expected) => {
    world.simulator.cos.behaviour.wrongRegion = wrongRegion;
    const path = `/cos.ap-tokyo/${BUCKET}/object`;
    await expect(outcome({ path })).resolves.toBe(expected);
    const { headers } = await fetched({ path });
    expect(headers.get('x-cos-bucket-region')).toBe(REGION);
  });
});
