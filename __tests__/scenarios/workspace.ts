import { afterEach, beforeEach } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunMore, TimedRun, World } from './world.ts';
import { closeWorlds } from './world.ts';

/** The workspace of a job, fresh for each test of the file. */
export interface Workspace {
  readonly path: (...names: string[]) => string;
  readonly write: (name: string, content: string) => Promise<void>;
  readonly read: (name: string) => string;
  /** Runs a step in it, on the simulator's COS; worlds close after each test. */
  readonly run: (world: World, inputs: Record<string, string>, more?: RunMore) => Promise<TimedRun>;
}

export function workspace(): Workspace {
  let folder = '';
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'scenario-')));
  });
  afterEach(async () => {
    await closeWorlds();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    path: (...names) => join(folder, ...names),
    write: (name, content) => writeFile(join(folder, name), content),
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    run: ({ run, simulator }, inputs, more = {}) => {
      const here = {
        'environment-id': '',
        'application-id': '',
        'cos-endpoint': simulator.cosEndpoint,
      };
      return run(
        { ...here, ...inputs },
        { ...more, env: { GITHUB_WORKSPACE: folder, ...more.env } },
      );
    },
  };
}
