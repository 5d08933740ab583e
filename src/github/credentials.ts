import type { Credentials } from '../identity.ts';
import type { Text } from '../text/message.ts';
import { message } from '../text/message.ts';
import { getEnv, getInputVariable } from './runner-env.ts';
import { getDeclaration } from './inputs/input-declarations.ts';
import { createMask } from './mask.ts';
import type { InputIssue } from './inputs/input-errors.ts';
import { secret } from './inputs/input-parsers.ts';

/** One set of keys, all from the same source. */
export interface SourcedCredentials extends Credentials {
  readonly source: 'inputs' | 'environment';
}

export interface CredentialIssues {
  readonly issues: readonly InputIssue[];
  /** True if no part of a set was given anywhere. */
  readonly isNowhere?: true;
}

/** The inputs that only `readCredentials` reads. */
export const CREDENTIAL_INPUTS = ['secret-id', 'secret-key', 'token'] as const;

/** Other inputs with secrets, which must not be printed either. */
const OTHER_SECRETS = ['github-token', 'code-secret'] as const;

const SECRET_ID = 'TENCENTCLOUD_SECRET_ID';
const SECRET_KEY = 'TENCENTCLOUD_SECRET_KEY';
/** tccli reads the first name, Terraform and Pulumi the second, other tools the third. */
const TOKENS = [
  'TENCENTCLOUD_TOKEN',
  'TENCENTCLOUD_SECURITY_TOKEN',
  'TENCENTCLOUD_SESSION_TOKEN',
] as const;

/** A secret that is not set, or not available to this run, arrives as an empty string. */
const ABSENT = message('input.missing-or-empty');

/** One part of a set: secret ID, secret key or token. */
interface Part {
  /** The name of the input or the environment variable. */
  readonly name: string;
  readonly value: string | undefined;
  /** How to set it. */
  readonly fix: Text;
}

interface Parts {
  readonly id: Part;
  readonly key: Part;
  readonly token: Part;
}

/**
 * Reads the credentials, all from the same source: the inputs if any of them is given, otherwise
 * the environment. Mixing sources could combine one source's keys with the token of another, and
 * such signatures are invalid.
 */
export function readCredentials(env: NodeJS.ProcessEnv): SourcedCredentials | CredentialIssues {
  const inputs = readInputParts(env);
  if (hasKeyInputs(env)) return readCredentialsFrom(env, 'inputs');
  const environment = readEnvironmentParts(env);
  return [environment.id, environment.key].some(isGiven)
    ? toCredentials(environment, 'environment')
    : {
        issues: [
          missingEverywhere(inputs.id, SECRET_ID),
          missingEverywhere(inputs.key, SECRET_KEY),
        ],
        isNowhere: true,
      };
}

/** Reads the credentials from one source and ignores the other. */
export function readCredentialsFrom(
  env: NodeJS.ProcessEnv,
  source: SourcedCredentials['source'],
): SourcedCredentials | CredentialIssues {
  const parts = source === 'inputs' ? readInputParts(env) : readEnvironmentParts(env);
  return toCredentials(parts, source);
}

/**
 * Returns every secret that is given, valid or not, used or not, because none of them may be
 * printed.
 */
export function collectSecrets(env: NodeJS.ProcessEnv): string[] {
  const variables = [
    ...[...CREDENTIAL_INPUTS, ...OTHER_SECRETS].map(getInputVariable),
    SECRET_ID,
    SECRET_KEY,
    ...TOKENS,
  ];
  return variables.flatMap((variable) => getEnv(env, variable) ?? []);
}

/** Whether any of the key inputs is given. */
export function hasKeyInputs(env: NodeJS.ProcessEnv): boolean {
  return CREDENTIAL_INPUTS.some((name) => getEnv(env, getInputVariable(name)) !== undefined);
}

/** Makes the runner mask the secret parts in all later output of the job. */
export function maskCredentials(
  core: Pick<typeof import('@actions/core'), 'setSecret'>,
  { secretId, secretKey, token = '' }: Credentials,
): void {
  [secretId, secretKey, token].forEach(createMask(core));
}

function readInputParts(env: NodeJS.ProcessEnv): Parts {
  const part = (name: (typeof CREDENTIAL_INPUTS)[number]): Part => ({
    name,
    value: getEnv(env, getInputVariable(name)),
    fix: message('input.add-key', { name, example: getDeclaration(name).example }),
  });
  return { id: part('secret-id'), key: part('secret-key'), token: part('token') };
}

function readEnvironmentParts(env: NodeJS.ProcessEnv): Parts {
  const part = (name: string): Part => ({
    name,
    value: getEnv(env, name),
    fix: message('input.add-variable', { name, example: referToSecret(name) }),
  });
  const tokens = TOKENS.map(part);
  return {
    id: part(SECRET_ID),
    key: part(SECRET_KEY),
    token: tokens.find(isGiven) ?? part(TOKENS[0]),
  };
}

function isGiven(part: Part): boolean {
  return part.value !== undefined;
}

function toCredentials(
  { id, key, token }: Parts,
  source: SourcedCredentials['source'],
): SourcedCredentials | CredentialIssues {
  const issues = [...[id, key].flatMap(missing), ...[id, key, token].flatMap(malformed)];
  if (issues.length > 0 || id.value === undefined || key.value === undefined) return { issues };
  return {
    secretId: id.value,
    secretKey: key.value,
    ...(token.value === undefined ? {} : { token: token.value }),
    source,
  };
}

function missing({ name, value, fix }: Part): InputIssue[] {
  return value === undefined ? [{ input: name, problem: ABSENT, fix }] : [];
}

function malformed({ name, value }: Part): InputIssue[] {
  const parsed = value === undefined ? { value } : secret.parse(value);
  return 'value' in parsed ? [] : [{ input: name, ...parsed }];
}

function missingEverywhere({ name }: Part, variable: string): InputIssue {
  const example = referToSecret(variable);
  const fix = message('input.add-key-or-variable', { name, example, variable });
  return { input: name, problem: ABSENT, fix };
}

function referToSecret(name: string): string {
  return `\${{ secrets.${name} }}`;
}
