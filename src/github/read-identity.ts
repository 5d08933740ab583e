import type { RoleChain } from '../identity.ts';
import type { CredentialIssues, SourcedCredentials } from './credentials.ts';
import { hasKeyInputs, readCredentials } from './credentials.ts';
import { getEnv, getInputVariable } from './runner-env.ts';
import type { InputName, Inputs } from './inputs/input-declarations.ts';
import { getDeclaration } from './inputs/input-declarations.ts';
import type { InputIssue } from './inputs/input-errors.ts';
import { isChanged, readValues } from './inputs/read-values.ts';

/** GitHub's ID token as the proof of who calls. */
export interface OidcProvider {
  /** The name of the identity provider in CAM. */
  readonly providerId: string;
  readonly audience: string;
  readonly source: 'oidc';
}

/** Who the step is to the cloud. An OIDC provider comes with at least one role. */
export interface Identity {
  readonly base: SourcedCredentials | OidcProvider;
  /** None where the keys themselves serve. */
  readonly roles: RoleChain;
}

/** The inputs that `readIdentity` reads besides the keys, and nothing else does. */
export const ROLE_INPUTS = [
  'oidc-provider-id',
  'oidc-audience',
  'role-arn',
  'role-session-name',
  'role-duration-seconds',
  'role-external-id',
] as const satisfies readonly InputName[];

type RoleInputs = Partial<Inputs<never, (typeof ROLE_INPUTS)[number]>>;

/** Reads one identity from one source: keys as inputs, else OIDC, else keys of the environment. */
export function readIdentity(env: NodeJS.ProcessEnv): Identity | CredentialIssues {
  const { valid, ...read } = readValues(env, [], ROLE_INPUTS);
  const roles = toRoleChain(env, valid);
  const issues = [...read.issues];

  if (getEnv(env, getInputVariable('oidc-provider-id')) === undefined) {
    const base = readCredentials(env);
    if (!('issues' in base)) return issues.length > 0 ? { issues } : { base, roles };
    // Also where the role that was given is none.
    const isRoleGiven = getEnv(env, getInputVariable('role-arn')) !== undefined;
    const isOidcMeant = isRoleGiven && base.isNowhere;
    return { issues: [...(isOidcMeant ? [PROVIDER_MISSING] : base.issues), ...issues] };
  }
  if (hasKeyInputs(env)) issues.push(TWO_SOURCES);
  // An ARN that was given in vain is an issue already.
  if ('roleArn' in valid && valid.roleArn === undefined) issues.push(ROLE_MISSING);
  const { oidcProviderId: providerId, oidcAudience: audience } = valid;
  if (issues.length > 0 || providerId === undefined || audience === undefined) return { issues };
  return { base: { providerId, audience, source: 'oidc' }, roles };
}

/** A line for each of these inputs that has no effect. */
export function identityWarnings(env: NodeJS.ProcessEnv, { base, roles }: Identity): string[] {
  const unless = (names: readonly InputName[], condition: boolean, why: string) =>
    condition
      ? []
      : names.filter((name) => isChanged(env, name)).map((name) => `${name} has no effect ${why}`);
  const isOidc = base.source === 'oidc';
  const hasRole = roles.roleArns.length > 0;
  const assumed = roles.roleArns.length - (isOidc ? 1 : 0);
  return [
    ...unless(['oidc-audience'], isOidc, 'without oidc-provider-id'),
    ...unless(SESSION_INPUTS, hasRole, 'without role-arn'),
    ...unless(
      ['role-external-id'],
      assumed > 0,
      hasRole ? 'on a role that is assumed by OIDC' : 'without role-arn',
    ),
  ];
}

const SESSION_INPUTS = ['role-session-name', 'role-duration-seconds'] as const;

function toRoleChain(env: NodeJS.ProcessEnv, inputs: RoleInputs): RoleChain {
  return {
    roleArns: inputs.roleArn ?? [],
    session: {
      roleSessionName: inputs.roleSessionName ?? createSessionName(env),
      durationSeconds: inputs.roleDurationSeconds,
    },
    externalId: inputs.roleExternalId,
  };
}

const TWO_SOURCES: InputIssue = {
  input: 'oidc-provider-id',
  problem: 'is given together with keys',
  fix: 'use   one source: secret-id, secret-key and token, or oidc-provider-id with role-arn',
};

const ROLE_MISSING: InputIssue = missing('role-arn');
const PROVIDER_MISSING: InputIssue = missing(
  'oidc-provider-id',
  ', or keys to assume the role with',
);

function missing(name: InputName, otherwise = ''): InputIssue {
  const line = `add   ${name}: ${getDeclaration(name).example}${otherwise}`;
  return { input: name, problem: 'is missing', fix: line };
}

/**
 * `role deploy by OIDC (github), valid until 10:58:12 UTC`: who the step is to the cloud, without
 * anything secret. `expiresAt` in milliseconds since 1970, where it is known.
 */
export function describeIdentity({ base, roles }: Identity, expiresAt?: number): string {
  const source = base.source === 'oidc' ? `OIDC (${base.providerId})` : describeKeys(base);
  const [last, ...before] = roles.roleArns.map(getRoleName).reverse();
  if (last === undefined) return source;
  const through = before.map((name) => ` through ${name}`).join('');
  return `role ${last}${through} by ${source}${formatValidity(expiresAt)}`;
}

/** The last part of `qcs::cam::uin/…:roleName/deploy`, or of one with the role's ID. */
export function getRoleName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** `, valid until 10:58:12 UTC`, the time that the runner's own log has. */
export function formatValidity(expiresAt: number | undefined): string {
  if (expiresAt === undefined) return '';
  return `, valid until ${new Date(expiresAt).toISOString().slice(11, 19)} UTC`;
}

function describeKeys({ source, token }: SourcedCredentials): string {
  return `${token ? 'temporary ' : ''}keys from the ${source}`;
}

const MAX_SESSION_NAME_LENGTH = 128;
const NOT_ALLOWED = /[^\w+=,.@-]/g;

/**
 * The name under which the cloud's audit log shows what this run did: `octo-org.shop@77`, repository
 * and run. A name too long loses the end of the repository, never the run.
 */
export function createSessionName(env: NodeJS.ProcessEnv): string {
  const repository = (env.GITHUB_REPOSITORY ?? '').replaceAll('/', '.').replace(NOT_ALLOWED, '-');
  const run = (env.GITHUB_RUN_ID ?? '').replace(/\D/g, '');
  const end = run === '' ? '' : `@${run}`;
  return `${(repository || 'tencent-cloud-deploy').slice(0, MAX_SESSION_NAME_LENGTH - end.length)}${end}`.padEnd(
    2,
    '-',
  );
}
