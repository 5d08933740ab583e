import { afterEach, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { readFileCommands } from '../support/process/file-commands.ts';
import { workspace } from './workspace.ts';
import type { TimedRun } from './world.ts';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

const { path } = workspace();

const REVERTING = {
  operation: 'tem-rolling-update',
  'deploy-version': 'v2.4.0',
  'total-batch-count': '2',
  'on-cancel': 'revert',
};

// In a job with `container:` the runner kills `docker exec`, but the process inside goes on, and the
// post step begins beside it.
it.each([
  ['keep', true],
  ['revert', false],
])(
  'a cancel that the step does not see is carried out once, by the post run (on-failure: %s)',
  async (onFailure, inProcess) => {
    const inputs = { ...REVERTING, 'on-failure': onFailure };
    const world = await openWorld({ inProcess });
    writeFileSync(path('state'), '');
    const main = world.run(inputs, { env: { GITHUB_STATE: path('state') } });
    const post = new Promise<TimedRun>((resolve, reject) => {
      world.time.after(15, () => {
        const state = readFileCommands(readFileSync(path('state'), 'utf8'));
        world.run(inputs, { state }).then(resolve, reject);
      });
    });
    const [step, end] = await Promise.all([main, post]);
    expect(end.exitCode).toBe(0);
    expect(step).toMatchObject({ exitCode: 1, stderr: '' });
    expect(world.application).toMatchObject({ deployVersion: 'v2.3.9', isDeploying: false });
    expect(world.changes()).toEqual([
      'RollingUpdateApplicationByVersion → ok',
      'RevertDeployApplication → ok',
    ]);
  },
);
