import { afterEach, describe, expect, it } from '@jest/globals';
import { BETA, closeServedWorlds, openServed, verdictsOf } from './served-world.ts';

afterEach(closeServedWorlds);

describe('A hostile answer', () => {
  it.each([
    ['reset', 'ECONNRESET'],
    ['garbage', 'MALFORMED'],
    ['endless-headers', 'MALFORMED'],
    ['hang', 'TIMEOUT'],
  ] as const)('is a failure at each address: %s', async (hostile, reason) => {
    const { run } = await openServed({ hostile });
    const verified = await run(BETA);
    expect(verdictsOf(verified)).toEqual(['beta failed']);
    expect(verified.code).toBe('verification-failed');
    expect(verified.stages[0]?.targets).toMatchObject([{ 'last-failure': reason }]);
  });

  it.each(['endless-body', 'gzip-bomb'] as const)(
    'with 200 but without the text is a failure of an instance: %s',
    async (hostile) => {
      const { run, served } = await openServed({ hostile });
      const verified = await run({ ...BETA, 'verify-url': `${served.instanceUrl}/health` });
      expect(verdictsOf(verified)).toEqual(['beta failed']);
      expect(verified.code).toBe('verification-failed');
    },
  );

  it('that no text can tell from the old version proves nothing: endless-body', async () => {
    const { run } = await openServed({ hostile: 'endless-body' });
    const verified = await run(BETA);
    expect(verified.stages).toMatchObject([
      { stage: 'beta', verdict: 'failed', reason: 'no-evidence', targets: [{ counted: 0 }] },
    ]);
    expect(verified.code).toBe('verification-no-evidence');
  });
});
