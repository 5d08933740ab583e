import type { Detail } from '../text/detail.ts';

/** Where the runner mounts its folders in the container of a job. */
const CONTAINER_WORK = '/__w/';

/**
 * What to change in a path that means something else here than its writer thought: a home folder,
 * which a shell alone knows, or a path outside the job's container. None where it is neither.
 */
export function suggestOtherPath(input: string, path: string, workspace: string): Detail[] {
  if (isHomePath(path)) {
    const text = `write the folder out, or use one in the workspace: no shell reads ${input}, so ~ stays as it is`;
    return [{ label: 'Fix', text }];
  }
  const isOutside = path.startsWith('/') && !path.startsWith(CONTAINER_WORK);
  if (!isOutside || !workspace.startsWith(CONTAINER_WORK)) return [];
  const inner = getPathInWorkspace(path, workspace);
  const use = inner ? `use   ${input}: ${inner}` : 'begin the path there';
  const text = `${use}   (in the container of the job, the workspace is ${workspace}, whatever github.workspace says)`;
  return [{ label: 'Fix', text }];
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
