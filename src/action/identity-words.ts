import type { Identity } from './identity.ts';

/**
 * `role deploy by OIDC (github), valid until 10:58:12 UTC`: who the step is to the cloud, without
 * anything secret. `expiresAt` in milliseconds since 1970, where it is known.
 */
export function describeIdentity({ base, roles }: Identity, expiresAt?: number): string {
  const source = base.source === 'oidc' ? `OIDC (${base.providerId})` : describeKeys(base);
  const [last, ...before] = roles.roleArns.map(roleName).reverse();
  if (last === undefined) return source;
  const through = before.map((name) => ` through ${name}`).join('');
  return `role ${last}${through} by ${source}${validity(expiresAt)}`;
}

/** The last part of `qcs::cam::uin/…:roleName/deploy`, or of one with the role's ID. */
export function roleName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** `, valid until 10:58:12 UTC`, the time that the runner's own log has. */
export function validity(expiresAt: number | undefined): string {
  if (expiresAt === undefined) return '';
  return `, valid until ${new Date(expiresAt).toISOString().slice(11, 19)} UTC`;
}

function describeKeys({ source, token }: { source: string; token?: string }): string {
  return `${token ? 'temporary ' : ''}keys from the ${source}`;
}
