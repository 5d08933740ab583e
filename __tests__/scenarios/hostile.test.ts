import { afterEach, describe, expect, it } from '@jest/globals';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

const UPDATE = { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0' };

/** What would set an output, a variable or a mask if the runner saw it at the start of a line. */
const COMMANDS = [
  '::set-output name=status::succeeded',
  '\n::set-env name=NODE_OPTIONS::--require=/tmp/evil.js',
  '\r\n  ::add-path::/tmp/evil',
  '##[add-mask]ap-guangzhou',
  '\u2028::stop-commands::now',
  '%0A::error::smuggled',
  '\u001b[2K\u001b[1G::warning::smuggled',
].join('');

// runAction itself fails where a command gets out that is not ours.
describe('Text from the cloud is no workflow command', () => {
  it('in names, words and reasons of instances', async () => {
    const crash = { status: `${COMMANDS}CrashLoopBackOff`, detailStatus: `Error${COMMANDS}` };
    const world = await openWorld({
      application: { applicationName: COMMANDS, deployVersion: COMMANDS },
      behaviour: { crash },
    });
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(run.commands.map(({ name }) => name)).toEqual(['add-mask', 'add-mask', 'error']);
  });

  it('and no output of ours is one, whatever the version before is called', async () => {
    const version = 'v1\nstatus=failed\nEOF';
    const world = await openWorld({ application: { deployVersion: version } });
    const run = await world.run({ ...UPDATE, wait: 'false' });
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({ status: 'started', 'previous-version': version });
  });
});
