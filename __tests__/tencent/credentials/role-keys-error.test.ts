import { describe, expect, it } from '@jest/globals';
import { findHint } from '../../../src/report/hints/find-hint.ts';
import type { RoleKeysError } from '../../../src/tencent/credentials/role-keys-error.ts';
import { staticProvider } from '../../../src/tencent/credentials/credential-provider.ts';
import { CHANGE, ok, READ, refusal, rejection, stage, START } from '../calls.ts';

const OK = ok({ Result: true, RequestId: 'r-1' });
const KEYS = { secretId: 'id', secretKey: 'key', token: 'token' };
const UNKNOWN = refusal('AuthFailure.SecretIdNotFound');

/** A client that signs with keys that STS gave so many seconds ago. */
function openWithRole(seconds: number, ...replies: Parameters<typeof stage>[0]) {
  const receivedAt = START - seconds * 1000;
  return stage(replies, { credentials: staticProvider({ ...KEYS, receivedAt }) });
}

describe('keys that STS has just given', () => {
  it.each([
    [READ, UNKNOWN],
    [CHANGE, UNKNOWN],
    [CHANGE, refusal('AuthFailure.TokenFailure')],
  ])('may be refused for some seconds: $action', async (call, refused) => {
    const told = openWithRole(1, refused, refused, OK);
    await expect(told.call(call)).resolves.toMatchObject({ requestId: 'r-1' });
    expect(told.clock.slept.length).toBeGreaterThan(0);
  });

  it('are not tried for ever', async () => {
    const told = openWithRole(1, UNKNOWN);
    await rejection(told.call(READ));
    expect(told.clock.now() - START).toBeLessThan(60_000);
  });

  it.each([
    [60, 'AuthFailure.SecretIdNotFound'],
    [1, 'AuthFailure.SignatureFailure'],
    [1, 'UnauthorizedOperation'],
  ])('are refused at once when it is not for their age: %d s, %s', async (seconds, code) => {
    const told = openWithRole(seconds, refusal(code));
    await expect(told.call(READ)).rejects.toMatchObject({ code, failureClass: 'final' });
    expect(told.sent).toHaveLength(1);
  });
});

describe('refused keys', () => {
  it.each(['SecretIdNotFound', 'InvalidSecretId', 'SignatureFailure', 'TokenFailure'])(
    'of a role bring no advice about inputs: %s',
    async (code) => {
      const error = await rejection(openWithRole(60, refusal(`AuthFailure.${code}`)).call(READ));
      expect(error).toMatchObject({ name: 'RoleKeysError', code: `AuthFailure.${code}` });
      expect(findHint(error as RoleKeysError)).toMatchObject({ key: 'hint.sts-role-keys' });
    },
  );

  it.each(['InvalidParameter', 'UnauthorizedOperation', 'AuthFailure.SignatureExpire'])(
    'are not what %s is about',
    async (code) => {
      const error = await rejection(openWithRole(1, refusal(code)).call(READ));
      expect(error).toMatchObject({ name: 'ApiResponseError', code });
    },
  );

  it("of the user's own bring it, at once", async () => {
    const told = stage([UNKNOWN], { credentials: staticProvider(KEYS) });
    const error = await rejection(told.call(READ));
    expect(findHint(error as RoleKeysError)).toMatchObject({ key: 'hint.secret-id-unknown' });
    expect(told.sent).toHaveLength(1);
  });
});
