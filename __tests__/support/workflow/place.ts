import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folders that the steps of one job share. */
export interface Place {
  workspace: string;
  temp: string;
  remove: () => void;
}

export function layOutJob(): Place {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'job-')));
  const [workspace, temp] = ['work', '_temp'].map((name) => join(root, name)) as [string, string];
  mkdirSync(workspace);
  mkdirSync(temp);
  return {
    ...{ workspace, temp },
    remove: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}
