import type { IdTokenClaims } from './id-token.ts';
import type { RoleSeed } from './seed.ts';

/** Whether a role lets a verified token of a provider in. */
export function trustsToken({ trusts }: RoleSeed, provider: string, token: IdTokenClaims): boolean {
  return trusts.some((trust) => {
    if (!('provider' in trust) || trust.provider !== provider) return false;
    const { audience, subjects = ['*'] } = trust;
    return audience === token.audience && subjects.some((each) => isLike(each, token.subject));
  });
}

/** Whether a role lets a caller in: 'account', or the name of the role that it has taken. */
export function trustsCaller(
  { trusts }: RoleSeed,
  caller: string,
  externalId: string | undefined,
): boolean {
  return trusts.some(
    (trust) =>
      'caller' in trust &&
      trust.caller === caller &&
      (trust.externalId === undefined || trust.externalId === externalId),
  );
}

/** CAM's string_like. */
function isLike(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[^\w]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}
