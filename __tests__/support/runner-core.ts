/** White space to .NET's String.TrimStart, which the runner applies to each line. */
const LEADING_SPACE = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
/** What a comparison by culture overlooks: control, format and other invisible characters. */
const OVERLOOKED =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]/g;

/** Whatever anybody takes for the end of a line. */
export const LINE_END = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;

/** Whether the runner takes a line of standard output for a workflow command. */
export function isCommand(line: string): boolean {
  const seen = line.replace(OVERLOOKED, '');
  return seen.replace(LEADING_SPACE, '').startsWith('::') || seen.includes('##[');
}

/** The lines that `act` prints on standard output. */
export function printedBy(act: () => void): string[] {
  return captureStdout(act).split(LINE_END).slice(0, -1);
}

/** All that `act` prints on standard output. */
export function captureStdout(act: () => void): string {
  const chunks: string[] = [];
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (chunk: string | Uint8Array) => {
    chunks.push(String(chunk));
    return true;
  };
  try {
    act();
  } finally {
    process.stdout.write = write;
  }
  return chunks.join('');
}
