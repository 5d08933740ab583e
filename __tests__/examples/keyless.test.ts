import { describe, expect, it } from '@jest/globals';
import { ends, openExampleWorld, trusting } from './example.ts';

const PUSH = { name: 'push' } as const;

describe('keyless.yml', () => {
  it('deploys with the ID token of its environment, and no secret at all', async () => {
    const world = await openExampleWorld(trusting('repo:octo-org/shop:environment:production'));
    const ended = await world.run('keyless.yml', PUSH, { secrets: {} });
    expect(ends(ended)).toEqual(['deploy: success']);
    expect(world.callsOf('sts')).toEqual(['AssumeRoleWithWebIdentity']);
    expect(world.simulator.tem.application('app-shop0001').deployVersion).toBe(
      'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678',
    );
  });

  it('is refused where the role trusts the branch instead', async () => {
    const world = await openExampleWorld(trusting('repo:octo-org/shop:ref:refs/heads/main'));
    const ended = await world.run('keyless.yml', PUSH, { secrets: {} });
    expect(ends(ended)).toEqual(['deploy: failure']);
    expect(ended.job('deploy').steps[0]?.log).toContain('environment:production');
    expect(world.callsOf('tem')).toEqual([]);
  });
});
