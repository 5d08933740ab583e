import { afterEach, describe, expect, it } from '@jest/globals';
import { advice, told } from './told.ts';
import { closeWorlds, count, startWorld, UPDATE } from '../world.ts';
import type { TestWorld } from '../world.ts';

const RESUME = 'ResumeDeployApplication';
const BETA = { ...UPDATE, 'deploy-strategy': 'BETA', 'beta-batch-num': '1' };
const STEP = { ...BETA, 'total-batch-count': '1', 'on-waiting': 'resume' };
const FORBIDDEN = {
  kind: 'api-error',
  action: RESUME,
  code: 'UnauthorizedOperation',
  message: 'Not authorized.',
} as const;

afterEach(closeWorlds);

/** The ID of the request that was refused, as the cloud gave it. */
function requestIdOf({ simulator }: TestWorld, action: string): string {
  return simulator.calls.findLast((call) => call.action === action)?.requestId ?? '';
}

describe('on-waiting: resume', () => {
  it('says who confirmed the batch', async () => {
    const world = await startWorld();
    const run = await world.run(STEP);
    expect(run.lines.join('\n')).toMatch(/ beta +confirmed +by on-waiting: resume$/m);
  });

  it('that is forbidden ends by what the cloud said, with its RequestId', async () => {
    const world = await startWorld();
    world.simulator.faults.inject(FORBIDDEN);
    const run = await world.run(STEP);
    const id = world.application.revisionId;
    expect(run.outputs).toMatchObject({
      status: 'failed',
      'request-id': requestIdOf(world, RESUME),
    });
    expect(told(run)).toEqual([
      `TEM refused ${RESUME}: UnauthorizedOperation`,
      'The cloud says:  Not authorized.',
      expect.stringMatching(/^What to change: {2}/),
      `RequestId:       ${requestIdOf(world, RESUME)}`,
      'The rollout was left as it is.',
      ...advice.revert(id),
      'Or let the next run do it by itself: on-failure: revert',
    ]);
  });

  it.each([
    ['is forbidden', {}, FORBIDDEN],
    ['is answered "false"', { resumeSucceeds: false }, undefined],
  ] as const)('that %s is taken back by on-failure: revert', async (_, behaviour, fault) => {
    const world = await startWorld({ behaviour });
    if (fault) world.simulator.faults.inject(fault);
    const run = await world.run({ ...STEP, 'on-failure': 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'reverted' } });
    expect(count(run, 'RevertDeployApplication')).toBe(1);
  });

  it('that is cancelled while its answer is unclear ends as cancelled', async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: 'http-502-html', action: RESUME });
    world.beforeCall((action) => {
      if (action !== RESUME) return;
      world.clock.at(world.clock.seconds() + 10, () => {
        world.cancel();
      });
    });
    const run = await world.run({ ...STEP, 'on-failure': 'revert' });
    expect(run.outputs.status).toBe('cancelled');
    expect(run.calls).not.toContain('RevertDeployApplication');
  });

  it('confirms nothing where nothing tells which batch waits', async () => {
    const world = await startWorld();
    const code = 'ResourceNotFound.ServiceRunningVersionNotFound';
    const action = 'DescribeDeployApplicationDetail';
    world.simulator.faults.inject({ kind: 'api-error', action, occurrence: 'every', code });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'waiting' } });
    expect(run.calls).not.toContain(RESUME);
  });
});
