import type { Detail } from '../text/detail.ts';
import { message } from '../text/message.ts';

/** Where the runner mounts its folders in the container of a job. */
const CONTAINER_WORK = '/__w/';

/**
 * What to change in a path that means something else here than its writer thought: a home folder,
 * which a shell alone knows, or a path outside the job's container. None if it is neither.
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

/** `~/build`: the home folder, to a shell. */
export function isHomePath(path: string): boolean {
  return /^~([\\/]|$)/.test(path);
}

/** The rest of a path outside the container that leads into the workspace; '' for another one. */
function getPathInWorkspace(path: string, workspace: string): string {
  // `/shop/shop`, as it stands in /home/runner/work/shop/shop too.
  const repository = `/${workspace.slice(CONTAINER_WORK.length)}/`;
  const start = path.indexOf(repository);
  return start < 0 ? '' : path.slice(start + repository.length);
}
