import { SECRET_MARK } from '../../simulator/index.ts';

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

/** The outputs that a pre-signed URL may stand in. */
const MAY_HOLD_URL = new Set(['download-url', 'result']);

/** What a signed URL holds, and what the simulator marks: shells of pods, variables of containers. */
const NEVER_PRINTED = [SECRET_MARK, 'q-signature', 'q-ak='];

/**
 * Throws where a secret stands anywhere but in a mask. `credentials` may stand nowhere at all, a
 * pre-signed URL in its outputs alone.
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
    refuse(place, text, [...credentials, ...NEVER_PRINTED]);
  }
  refuse('download-url or result', JSON.stringify(withUrl), credentials);
}

/** The runner swallows the lines that tell it what to mask. */
function withoutMasks(stdout: string): string {
  return stdout.replace(/^::add-mask::.*$/gm, '');
}

function refuse(place: string, text: string, secrets: readonly string[]): void {
  const found = secrets.find((secret) => secret !== '' && text.includes(secret));
  if (found !== undefined) throw new Error(`The secret "${found}" stands in ${place}:\n${text}`);
}
