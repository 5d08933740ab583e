import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createSessionName } from '../../src/github/read-identity.ts';

describe('the name of a session', () => {
  it.each([
    ['octo-org/shop', '77', 'octo-org.shop@77'],
    ['octo-org/shop', undefined, 'octo-org.shop'],
    [undefined, '77', 'tencent-cloud-deploy@77'],
    [undefined, undefined, 'tencent-cloud-deploy'],
    ['a', undefined, 'a-'],
    ['团队/shop', '7', '--.shop@7'],
  ])('of %s in run %s is %s', (repository, run, expected) => {
    expect(createSessionName({ GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run })).toBe(expected);
  });

  it('keeps the run where the repository is too long', () => {
    const name = createSessionName({
      GITHUB_REPOSITORY: 'o'.repeat(200),
      GITHUB_RUN_ID: '12345678901',
    });
    expect(name).toHaveLength(128);
    expect(name).toMatch(/o@12345678901$/);
  });

  it('fits, whatever the environment', () => {
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^\d{0,20}$/), (repository, run) => {
        const name = createSessionName({ GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run });
        // As STS documents RoleSessionName.
        return /^[\w+=,.@_-]{2,128}$/.test(name);
      }),
    );
  });
});
