import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folders of a step, which are empty at first. */
export interface StepFolders {
  readonly workspace: string;
  readonly temp: string;
}

const free: StepFolders[] = [];

/** Takes folders that no step uses: to create and remove some for each case costs milliseconds. */
export function takeFolders(): StepFolders {
  return free.pop() ?? createFolders();
}

/** Empties the folders, for the next step. */
export function returnFolders(folders: StepFolders): void {
  for (const folder of [folders.workspace, folders.temp]) {
    for (const name of readdirSync(folder)) {
      rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
  free.push(folders);
}

function createFolders(): StepFolders {
  const root = temporaryFolder('fault-');
  const folders = { workspace: join(root, 'workspace'), temp: join(root, 'temp') };
  mkdirSync(folders.workspace);
  mkdirSync(folders.temp);
  return folders;
}

const temporary: string[] = [];

process.once('exit', () => {
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true });
});

/** Creates a folder that is removed when this thread ends. */
export function temporaryFolder(prefix: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), prefix)));
  temporary.push(folder);
  return folder;
}
