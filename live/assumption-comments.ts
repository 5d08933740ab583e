import { globSync, readFileSync } from 'node:fs';

/** A place in the code that relies on something unknown. */
export interface AssumptionComment {
  /** From the root of the repository, with `/`. */
  readonly file: string;
  /** The assumption that it names; '' if it names none. */
  readonly id: string;
}

const COMMENT = /\/\*[^]*?\*\/|(?:^[ \t]*\/\/.*\n?)+/gm;
const MARKER = /\bunknown(?::| \(([^)]*)\):)/gi;

/** Lists the comments in src/ that begin with "Unknown", by file. `root` ends with a slash. */
export function listAssumptionComments(root: URL): AssumptionComment[] {
  return globSync('src/**/*.ts', { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .flatMap((file) =>
      findMarkers(readFileSync(new URL(file, root), 'utf8')).map((id) => ({ file, id })),
    );
}

/** Returns what the comments of a source name after "Unknown"; '' for one that names nothing. */
export function findMarkers(source: string): string[] {
  return [...source.matchAll(COMMENT)].flatMap(([comment]) => {
    // A marker may be divided between two lines.
    const text = comment.replace(/\s*\n\s*(?:\*|\/\/)?\s*/g, ' ');
    return [...text.matchAll(MARKER)].map(([, id = '']) => id);
  });
}
