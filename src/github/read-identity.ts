import type { RoleChain } from '../identity.ts';
import type { CredentialIssues, SourcedCredentials } from './credentials.ts';
import { hasKeyInputs, readCredentials } from './credentials.ts';
import type { Text } from '../text/message.ts';
import { joinTexts, message } from '../text/message.ts';
import { getEnv, getInputVariable } from './runner-env.ts';
import type { InputName, Inputs } from './inputs/input-declarations.ts';
import { addInput, getExample } from './inputs/add-input.ts';
import type { InputIssue } from './inputs/input-errors.ts';
import { isChanged, readValues } from './inputs/read-values.ts';

/** Authentication with GitHub's OIDC ID token. */
export interface OidcProvider {
  /** The name of the identity provider in CAM. */
  readonly providerId: string;
  readonly audience: string;
  readonly source: 'oidc';
}

/** The credentials of the step. With an OIDC provider there is at least one role. */
export interface Identity {
  readonly base: SourcedCredentials | OidcProvider;
  /** Empty if the keys are used directly. */
  readonly roles: RoleChain;
}

/** The inputs, besides the keys, that only `readIdentity` reads. */
export const ROLE_INPUTS = [
  'oidc-provider-id',
  'oidc-audience',
  'role-arn',
  'role-session-name',
  'role-duration-seconds',
  'role-external-id',
] as const satisfies readonly InputName[];

type RoleInputs = Partial<Inputs<never, (typeof ROLE_INPUTS)[number]>>;

/**
 * Reads the identity from one source, in this order: keys as inputs, OIDC, keys from the
 * environment.
 */
export function readIdentity(env: NodeJS.ProcessEnv): Identity | CredentialIssues {
  const { valid, ...read } = readValues(env, [], ROLE_INPUTS);
  const roles = toRoleChain(env, valid);
  const issues = [...read.issues];

  if (getEnv(env, getInputVariable('oidc-provider-id')) === undefined) {
    const base = readCredentials(env);
    if (!('issues' in base)) return issues.length > 0 ? { issues } : { base, roles };
    // Also true if the given role is invalid.
    const isRoleGiven = getEnv(env, getInputVariable('role-arn')) !== undefined;
    const isOidcMeant = isRoleGiven && base.isNowhere;
    return { issues: [...(isOidcMeant ? [PROVIDER_MISSING] : base.issues), ...issues] };
  }
  if (hasKeyInputs(env)) issues.push(TWO_SOURCES);
  // An invalid ARN is already reported.
  if ('roleArn' in valid && valid.roleArn === undefined) issues.push(ROLE_MISSING);
  const { oidcProviderId: providerId, oidcAudience: audience } = valid;
  if (issues.length > 0 || providerId === undefined || audience === undefined) return { issues };
  return { base: { providerId, audience, source: 'oidc' }, roles };
}

/** Returns one warning for each of these inputs that has no effect. */
export function identityWarnings(env: NodeJS.ProcessEnv, { base, roles }: Identity): Text[] {
  const unless = (
    names: readonly InputName[],
    condition: boolean,
    describe: (name: InputName) => Text,
  ) => (condition ? [] : names.filter((name) => isChanged(env, name)).map(describe));
  const isOidc = base.source === 'oidc';
  const hasRole = roles.roleArns.length > 0;
  const assumed = roles.roleArns.length - (isOidc ? 1 : 0);
  return [
    ...unless(['oidc-audience'], isOidc, lacks('oidc-provider-id')),
    ...unless(SESSION_INPUTS, hasRole, lacks('role-arn')),
    ...unless(
      ['role-external-id'],
      assumed > 0,
      hasRole ? (name) => message('input.unused-via-oidc', { name }) : lacks('role-arn'),
    ),
  ];
}

/** Returns the warning for an input that has no effect without another one. */
function lacks(other: InputName): (name: InputName) => Text {
  const others = message('words.code', { code: other });
  return (name) => message('input.unused-without', { name, others });
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
  problem: message('input.has-two-sources'),
  fix: message('input.use-one-source'),
};

const ROLE_MISSING: InputIssue = {
  input: 'role-arn',
  problem: message('input.missing'),
  fix: addInput('role-arn'),
};

const PROVIDER_MISSING: InputIssue = {
  input: 'oidc-provider-id',
  problem: message('input.missing'),
  fix: message('input.add-provider', {
    name: 'oidc-provider-id',
    example: getExample('oidc-provider-id'),
  }),
};

/**
 * Returns the identity without secrets: `role deploy via OIDC (github), valid until 10:58:12 UTC`.
 * `expiresAt` is in milliseconds since 1970; undefined if unknown.
 */
export function describeIdentity({ base, roles }: Identity, expiresAt?: number): Text {
  const source =
    base.source === 'oidc'
      ? message('network.credentials-oidc', { provider: base.providerId })
      : describeKeys(base);
  const [last, ...before] = roles.roleArns.map(getRoleName).reverse();
  if (last === undefined) return source;
  const through = joinTexts('enumeration', ...before);
  const role =
    through === ''
      ? message('network.credentials-role', { role: last, source })
      : message('network.credentials-role-through', { role: last, before: through, source });
  return withValidity(role, expiresAt);
}

/** Returns the last part of `qcs::cam::uin/…:roleName/deploy`, or of an ARN with a role ID. */
export function getRoleName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** `…, valid until 10:58:12 UTC`. UTC, like the runner's log. */
export function withValidity(credentials: Text, expiresAt: number | undefined): Text {
  if (expiresAt === undefined) return credentials;
  const time = new Date(expiresAt).toISOString().slice(11, 19);
  return message('network.credentials-valid-until', { credentials, time });
}

function describeKeys({ source, token }: SourcedCredentials): Text {
  return message(
    token ? `network.credentials-temporary-${source}` : `network.credentials-${source}`,
  );
}

const MAX_SESSION_NAME_LENGTH = 128;
const NOT_ALLOWED = /[^\w+=,.@-]/g;

/**
 * Returns the session name that CloudAudit shows for this run: `octo-org.shop@77`, repository and
 * run ID. If it is too long, the repository is truncated, never the run ID.
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
