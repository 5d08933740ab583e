import { afterEach, describe, expect, it } from '@jest/globals';
import { FULL_DISK, itWithFullDisk } from '../support/platform-tests.ts';
import { annotations, errorOf } from './expectations.ts';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

const UPDATE = { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0' };
const FILES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY'];

/** The same path for every file of the runner. */
function everyFile(path: string): Record<string, string> {
  return Object.fromEntries(FILES.map((variable) => [variable, path]));
}

describe('The files of the runner', () => {
  it('that cannot be opened end the step before its first call', async () => {
    const world = await openWorld();
    const run = await world.run(UPDATE, { env: everyFile('/nowhere/file') });
    expect(run).toMatchObject({ exitCode: 1, stderr: '' });
    expect(world.simulator.calls).toEqual([]);
    for (const variable of FILES) expect(errorOf(run)).toContain(variable);
    expect(run.stdout).toMatch(/^▸ Result +failed/m);
  });

  itWithFullDisk('that are on a full disk at the end do not decide how it ends', async () => {
    const world = await openWorld();
    const inputs = { ...UPDATE, 'on-cancel': 'revert', wait: 'false' };
    const run = await world.run(inputs, { env: everyFile(FULL_DISK) });
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toMatch(/^▸ Result +started/m);
    expect(world.application).toMatchObject({ deployVersion: 'v2.4.0', isDeploying: true });
    expect(annotations(run, 'error')).toEqual([]);
    expect(run.stdout).toContain(`revision-id: ${world.application.revisionId}`);
  });
});
