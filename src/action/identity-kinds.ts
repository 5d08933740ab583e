import { SESSION_NAME } from './session-name.ts';
import type { Kind } from './values.ts';
import { isNot } from './values.ts';

/** `qcs::cam::uin/100000000001:roleName/deploy`, or with the role's ID or a service role's path. */
const ROLE_ARN = /^qcs::cam::uin\/\d+:role(?:Name)?\/[^\s\p{Cc}\p{Cf}]+$/u;

/** Role ARNs, one to a line. A comma is none of their ends: names may hold one. */
export const roleArns: Kind<readonly string[]> = {
  parse: (given) => {
    const lines = given.split(/[\r\n]+/).map((line) => line.trim());
    const value = lines.filter((line) => line !== '');
    const wrong = value.find((arn) => !ROLE_ARN.test(arn));
    return wrong === undefined
      ? { value }
      : isNot(wrong, 'use   role ARNs, one to a line: qcs::cam::uin/100000000001:roleName/deploy');
  },
};

/** Source: STS, RoleSessionName. */
export const roleSessionName = matching(
  SESSION_NAME,
  'use   2 to 128 letters, digits and _ + = , . @ -',
);

/** Source: STS, ExternalId. */
export const roleExternalId = matching(
  /^[\w+=,.@:/-]{2,128}$/,
  'use   2 to 128 letters, digits and _ + = , . @ : / -',
);

function matching(pattern: RegExp, change: string): Kind<string> {
  return {
    parse: (given) => (pattern.test(given) ? { value: given } : isNot(given, change)),
  };
}
