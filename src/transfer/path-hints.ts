import type { Detail } from '../text/detail.ts';
import { message } from '../text/message.ts';

/** Where the runner mounts its folders in a job container. */
const CONTAINER_WORK = '/__w/';

/**
 * Returns the fix for a path with an unexpected meaning: `~`, variables or quotes, which only shells
 * expand, or a path on the host although the job runs in a container. Empty for other paths.
 */
export function suggestOtherPath(input: string, path: string, workspace: string): Detail[] {
  const label = message('words.fix');
  const start = findShellStart(path);
  if (start === '~') return [{ label, text: message('files.write-home-out', { input }) }];
  if (start !== undefined) {
    const values = { input, variable: start, expression: '${{ runner.temp }}' };
    return [{ label, text: message('files.write-variable-out', values) }];
  }
  const unquoted = QUOTED.exec(path)?.[2];
  if (unquoted !== undefined) {
    return [{ label, text: message('files.write-quotes-out', { input, path: unquoted }) }];
  }
  const isOutside = path.startsWith('/') && !path.startsWith(CONTAINER_WORK);
  if (!isOutside || !workspace.startsWith(CONTAINER_WORK)) return [];
  const inner = getPathInWorkspace(path, workspace);
  const text = inner
    ? message('files.use-path-inside', { input, path: inner, workspace })
    : message('files.begin-in-workspace', { workspace });
  return [{ label, text }];
}

const QUOTED = /^(["'])(.+)\1$/;

/** Matches `~`, `$NAME`, `${NAME}`, `$env:NAME` or `%NAME%` as the first segment of a path. */
const SHELL_START = /^(~|\$(?:env:)?\w+|\$\{\w+\}|%\w+%)(?:[\\/]|$)/;

/** Returns the start of a path that only a shell expands: the home folder, or a variable. */
export function findShellStart(path: string): string | undefined {
  return SHELL_START.exec(path)?.[1];
}

/** Converts a host path inside the workspace to a relative path; '' for other paths. */
function getPathInWorkspace(path: string, workspace: string): string {
  // `/shop/shop/`, which host paths such as /home/runner/work/shop/shop contain too.
  const repository = `/${workspace.slice(CONTAINER_WORK.length)}/`;
  const start = path.indexOf(repository);
  return start < 0 ? '' : path.slice(start + repository.length);
}
