import type { Detail } from '../text/detail.ts';
import { message } from '../text/message.ts';

/** Where the runner mounts its folders in a job container. */
const CONTAINER_WORK = '/__w/';

/**
 * Returns the fix for a path with an unexpected meaning: `~`, which only shells expand, or a path
 * on the host although the job runs in a container. Empty for other paths.
 */
export function suggestOtherPath(input: string, path: string, workspace: string): Detail[] {
  const label = message('words.fix');
  if (isHomePath(path)) return [{ label, text: message('files.write-home-out', { input }) }];
  const isOutside = path.startsWith('/') && !path.startsWith(CONTAINER_WORK);
  if (!isOutside || !workspace.startsWith(CONTAINER_WORK)) return [];
  const inner = getPathInWorkspace(path, workspace);
  const text = inner
    ? message('files.use-path-inside', { input, path: inner, workspace })
    : message('files.begin-in-workspace', { workspace });
  return [{ label, text }];
}

/** Whether the path begins with `~/`, which a shell expands to the home folder. */
export function isHomePath(path: string): boolean {
  return /^~([\\/]|$)/.test(path);
}

/** Converts a host path inside the workspace to a relative path; '' for other paths. */
function getPathInWorkspace(path: string, workspace: string): string {
  // `/shop/shop/`, which host paths such as /home/runner/work/shop/shop contain too.
  const repository = `/${workspace.slice(CONTAINER_WORK.length)}/`;
  const start = path.indexOf(repository);
  return start < 0 ? '' : path.slice(start + repository.length);
}
