import { SECRET_MARK } from '../../../simulator/index.ts';

/** Everything that a run leaves behind. */
export interface Traces {
  stdout: string;
  stderr: string;
  outputs: Record<string, string>;
  state: Record<string, string>;
  variables: Record<string, string>;
  summary: string;
  /** What lies in the workspace and in RUNNER_TEMP afterwards, by path. */
  files: Record<string, string>;
}

const MASKS = /^::add-mask::(.*)$/gm;

/** The outputs that a pre-signed URL may stand in. */
const MAY_HOLD_URL = new Set(['download-url', 'result']);

/** What a signed URL holds, and what the simulator marks: shells of pods, variables of containers. */
const NEVER_PRINTED = [SECRET_MARK, 'q-signature', 'q-ak='];

const SECRET_INPUTS = ['secret-id', 'secret-key', 'token', 'github-token', 'code-secret'];

/** Shorter texts are masked by nobody, and stand in other words. */
const SHORTEST = 8;

/**
 * What a step is given that may be seen nowhere: keys, tokens, the passwords of proxies. So a scenario
 * need not name them.
 */
export function givenSecrets(
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
): string[] {
  const keys = SECRET_INPUTS.map((name) => inputs[name]);
  const variables = Object.entries(env);
  const tokens = variables.filter(
    ([name]) => /(SECRET|TOKEN|PASSWORD)/.test(name) && !name.endsWith('_URL'),
  );
  const proxies = variables.filter(([name]) => /^https?_proxy$/i.test(name));
  return [
    ...keys.flatMap((value) => value?.trim() ?? []),
    ...tokens.map(([, value]) => value.trim()),
    ...proxies.flatMap(([, value]) => secretsOfUser(value)),
  ].filter((value) => value.length >= SHORTEST);
}

/** `user:password` of an address, as it stands there, decoded, and as a proxy gets it. */
function secretsOfUser(address: string): string[] {
  const user = /\/\/(.*)@/.exec(address)?.[1];
  if (user === undefined) return [];
  const decoded = decodeURIComponent(user);
  const passwords = [user, decoded].map((text) => text.slice(text.indexOf(':') + 1));
  return [...passwords, Buffer.from(decoded).toString('base64')];
}

/** The texts that a step has masked. */
export function masksIn(stdout: string): string[] {
  return [...stdout.matchAll(MASKS)].map(([, text = '']) => text.replaceAll('%25', '%'));
}

/**
 * Throws where a secret stands anywhere but in a mask. `credentials` may stand nowhere at all, a
 * pre-signed URL in its outputs alone, and so may what the step itself has masked.
 */
export function checkSecrets(traces: Traces, credentials: readonly string[]): void {
  const { files, outputs, state, stderr, stdout, summary, variables } = traces;
  const withUrl = Object.entries(outputs).filter(([name]) => MAY_HOLD_URL.has(name));
  const withoutUrl = Object.entries(outputs).filter(([name]) => !MAY_HOLD_URL.has(name));
  const places = {
    stdout: withoutMasks(stdout),
    ...{ stderr, summary },
    outputs: JSON.stringify(withoutUrl),
    state: JSON.stringify(state),
    variables: JSON.stringify(variables),
    ...files,
  };
  for (const [place, text] of Object.entries(places)) {
    refuse(place, text, [...credentials, ...masksIn(stdout), ...NEVER_PRINTED]);
  }
  refuse('download-url or result', JSON.stringify(withUrl), credentials);
}

/** The runner swallows the lines that tell it what to mask. */
function withoutMasks(stdout: string): string {
  return stdout.replace(MASKS, '');
}

/**
 * A secret in every form that the runner masks (ValueEncoders.cs): a text that holds one of them is
 * not handed on to other jobs. In the middle of a longer text its base64 begins at one of three bytes,
 * and its last characters depend on what follows.
 */
export function listEncodings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].map((shift) => {
    const whole = bytes.subarray(shift);
    return whole.subarray(0, whole.length - (whole.length % 3)).toString('base64');
  });
  const xml = secret
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
  const encoded = [
    ...base64,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    xml,
    secret.replaceAll("'", "''"),
    secret.replace(/^"|"$/g, ''),
  ];
  return [...new Set([secret, ...encoded.filter(({ length }) => length >= SHORTEST)])];
}

function refuse(place: string, text: string, secrets: readonly string[]): void {
  const found = secrets
    .filter((secret) => secret !== '')
    .flatMap(listEncodings)
    .find((secret) => text.includes(secret));
  if (found !== undefined) throw new Error(`The secret "${found}" stands in ${place}:\n${text}`);
}
