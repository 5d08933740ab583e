import type { Detail } from '../text/detail.ts';
import { message } from '../text/message.ts';

/** Where the runner mounts its folders in the container of a job. */
const CONTAINER_WORK = '/__w/';

/**
 * What to change in a path that means something else here than its writer thought: `~`, variables or
 * quotes, which a shell alone reads, or a path outside the job's container. None if it is neither.
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

/** `~`, `$NAME`, `${NAME}`, `$env:NAME` or `%NAME%`, as the whole first segment of a path. */
const SHELL_START = /^(~|\$(?:env:)?\w+|\$\{\w+\}|%\w+%)(?:[\\/]|$)/;

/** What a path begins with that means something to a shell alone: the home folder, or a variable. */
export function findShellStart(path: string): string | undefined {
  return SHELL_START.exec(path)?.[1];
}

/** The rest of a path outside the container that leads into the workspace; '' for another one. */
function getPathInWorkspace(path: string, workspace: string): string {
  // `/shop/shop`, as it stands in /home/runner/work/shop/shop too.
  const repository = `/${workspace.slice(CONTAINER_WORK.length)}/`;
  const start = path.indexOf(repository);
  return start < 0 ? '' : path.slice(start + repository.length);
}
