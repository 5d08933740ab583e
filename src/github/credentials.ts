import { getEnv, getInputVariable } from './runner-env.ts';
import { getDeclaration } from './inputs/input-declarations.ts';
import { createMask } from './mask.ts';
import type { InputIssue } from './inputs/input-errors.ts';
import { secret } from './inputs/input-parsers.ts';

/** One set of keys from one source. */
export interface Credentials {
  readonly secretId: string;
  readonly secretKey: string;
  /** Session token of temporary credentials. */
  readonly token?: string;
  readonly source: 'inputs' | 'environment';
}

export interface CredentialIssues {
  readonly issues: readonly InputIssue[];
  /** Whether no source has given any part of a set. */
  readonly isNowhere?: true;
}

/** The inputs that `readCredentials` reads, and nothing else does. */
export const CREDENTIAL_INPUTS = ['secret-id', 'secret-key', 'token'] as const;

const SECRET_ID = 'TENCENTCLOUD_SECRET_ID';
const SECRET_KEY = 'TENCENTCLOUD_SECRET_KEY';
/** tccli reads the first, Terraform and Pulumi the second, others the third. */
const TOKENS = [
  'TENCENTCLOUD_TOKEN',
  'TENCENTCLOUD_SECURITY_TOKEN',
  'TENCENTCLOUD_SESSION_TOKEN',
] as const;

/** A secret that is not set, or not for this run, comes as an empty text: the line may be there. */
const ABSENT = 'is missing or empty';

interface Part {
  /** The name that its user knows it by. */
  readonly name: string;
  readonly value: string | undefined;
  /** The line that gives it. */
  readonly line: string;
}

interface Parts {
  readonly id: Part;
  readonly key: Part;
  readonly token: Part;
}

/**
 * The credentials: all from the inputs where one of them is given, otherwise all from the
 * environment. A token left over from one source would make the signatures of the other's keys
 * invalid.
 */
export function readCredentials(env: NodeJS.ProcessEnv): Credentials | CredentialIssues {
  const inputs = partsOfInputs(env);
  if (hasKeyInputs(env)) return credentialsOf(inputs, 'inputs');
  const environment = partsOfEnvironment(env);
  return [environment.id, environment.key].some(isGiven)
    ? credentialsOf(environment, 'environment')
    : {
        issues: [nowhere(inputs.id, SECRET_ID), nowhere(inputs.key, SECRET_KEY)],
        isNowhere: true,
      };
}

/** All that is given of any set, right or wrong, whichever counts: none of it may be printed. */
export function collectSecrets(env: NodeJS.ProcessEnv): string[] {
  const variables = [...CREDENTIAL_INPUTS.map(getInputVariable), SECRET_ID, SECRET_KEY, ...TOKENS];
  return variables.flatMap((variable) => getEnv(env, variable) ?? []);
}

/** Whether any part of a set is given as an input. */
export function hasKeyInputs(env: NodeJS.ProcessEnv): boolean {
  return CREDENTIAL_INPUTS.some((name) => getEnv(env, getInputVariable(name)) !== undefined);
}

interface Keys {
  readonly secretId: string;
  readonly secretKey: string;
  readonly token?: string | undefined;
}

/** Has the runner hide the secret parts in everything that the job prints from now on. */
export function maskCredentials(
  core: Pick<typeof import('@actions/core'), 'setSecret'>,
  { secretId, secretKey, token = '' }: Keys,
): void {
  [secretId, secretKey, token].forEach(createMask(core));
}

function partsOfInputs(env: NodeJS.ProcessEnv): Parts {
  const part = (name: (typeof CREDENTIAL_INPUTS)[number]): Part => ({
    name,
    value: getEnv(env, getInputVariable(name)),
    line: `${name}: ${getDeclaration(name).example}   (one source gives the whole set)`,
  });
  return { id: part('secret-id'), key: part('secret-key'), token: part('token') };
}

function partsOfEnvironment(env: NodeJS.ProcessEnv): Parts {
  const part = (name: string): Part => ({
    name,
    value: getEnv(env, name),
    line: `${name}: \${{ secrets.${name} }}   (to env)`,
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

function credentialsOf(
  { id, key, token }: Parts,
  source: Credentials['source'],
): Credentials | CredentialIssues {
  const problems = [...[id, key].flatMap(missing), ...[id, key, token].flatMap(malformed)];
  if (problems.length > 0 || id.value === undefined || key.value === undefined)
    return { issues: problems };
  return {
    secretId: id.value,
    secretKey: key.value,
    ...(token.value === undefined ? {} : { token: token.value }),
    source,
  };
}

function missing({ name, value, line }: Part): InputIssue[] {
  return value === undefined ? [{ input: name, problem: ABSENT, fix: `add   ${line}` }] : [];
}

function malformed({ name, value }: Part): InputIssue[] {
  const parsed = value === undefined ? { value } : secret.parse(value);
  return 'value' in parsed ? [] : [{ input: name, ...parsed }];
}

function nowhere({ name }: Part, variable: string): InputIssue {
  const line = `${name}: \${{ secrets.${variable} }}`;
  return { input: name, problem: ABSENT, fix: `add   ${line}   (or ${variable} to env)` };
}
