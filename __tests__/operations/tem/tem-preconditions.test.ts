import { afterEach, describe, expect, it } from '@jest/globals';
import { startedAgo } from './started.ts';
import { advice, told } from './told.ts';
import { closeWorlds, startWorld, UPDATE } from '../world.ts';
import type { Inputs } from '../world.ts';

const STUCK = { neverReady: true };
const TRIGGER = 'RollingUpdateApplicationByVersion';

afterEach(closeWorlds);

describe('a step that starts nothing tells why, and what to do', () => {
  const theirs = 'It is revision-';
  const cases: readonly [string, Inputs, string][] = [
    ['fail', UPDATE, 'another rollout is under way (if-deploying: fail)'],
    [
      'adopt',
      { ...UPDATE, 'deploy-version': 'v9' },
      'another rollout is under way, and it brings v2.4.0, not v9',
    ],
    [
      'wait',
      { ...UPDATE, timeout: '1m' },
      'another rollout was still under way when the timeout was reached',
    ],
  ];

  it.each(cases)('if-deploying: %s', async (policy, inputs, headline) => {
    const world = await startedAgo(5, STUCK);
    const run = await world.run({ ...inputs, 'if-deploying': policy });
    const id = world.application.revisionId;
    expect(told(run)).toEqual([
      headline,
      `${theirs}${id.slice('revision-'.length)}, version v2.4.0.`,
      ...advice.wait(id),
      ...advice.revert(id),
    ]);
  });

  it('behind a rollout that waits for confirmation', async () => {
    const world = await startedAgo(60, {}, 'BETA');
    const run = await world.run(UPDATE);
    const id = world.application.revisionId;
    expect(told(run)).toEqual([
      'another rollout waits for confirmation',
      `It is ${id}, version v2.4.0.`,
      ...advice.resume(id),
      ...advice.revert(id),
    ]);
  });

  it.each([
    [
      'fail',
      [
        'another rollout is under way (ResourceInUse.ServiceDeploying)',
        'Nothing was started.',
        'Wait for its end, or use   if-deploying: wait   or   adopt',
      ],
      [],
    ],
    [
      'wait',
      [
        'the timeout was reached before the rolling update could be started',
        'That was not started.',
        'Give the step more time: raise timeout.',
      ],
      ['▸ Rollout       TEM says that the application is being deployed: looks again'],
    ],
  ])('where TEM calls it busy (if-deploying: %s)', async (policy, said, logged) => {
    const world = await startWorld();
    const code = 'ResourceInUse.ServiceDeploying';
    world.simulator.faults.inject({
      kind: 'api-error',
      action: TRIGGER,
      occurrence: 'every',
      code,
    });
    const run = await world.run({ ...UPDATE, 'if-deploying': policy, timeout: '30s' });
    expect(told(run)).toEqual(said);
    expect(run.lines).toEqual(expect.arrayContaining(logged));
  });

  it('where the revision is another', async () => {
    const world = await startedAgo(60, {}, 'BETA');
    const run = await world.run({ operation: 'tem-wait', 'revision-id': 'revision-mine0001' });
    expect(told(run)).toEqual([
      'revision-id is revision-mine0001, but the current revision is another',
      `The current one is ${world.application.revisionId}. Nothing was changed.`,
      expect.stringContaining('leave revision-id out'),
    ]);
  });

  it('where nothing deploys that could be taken back', async () => {
    const world = await startWorld();
    await world.run(UPDATE);
    const run = await world.run({ operation: 'tem-revert' });
    expect(told(run)).toEqual([
      'nothing is being deployed, so there is nothing to take back',
      `v2.4.0 (${world.application.revisionId}) is current.`,
      ...advice.rollback('v2.3.9'),
    ]);
  });

  it.each([
    ...['on-waiting: resume', 'on-failure: revert', 'on-timeout: revert', 'on-cancel: revert'].map(
      (policy) => [policy, { ...UPDATE, ...asInput(policy) }] as const,
    ),
    ['tem-resume', { operation: 'tem-resume' }] as const,
    ['tem-revert', { operation: 'tem-revert' }] as const,
  ])('where the site cannot do %s', async (wanted, inputs) => {
    const world = await startWorld({}, 'international');
    const run = await world.run(inputs);
    expect(run.calls).not.toContain(TRIGGER);
    expect(told(run)).toEqual([
      `${wanted} cannot be done at this endpoint`,
      'It has no ResumeDeployApplication and no RevertDeployApplication.',
      'Nothing was changed.',
      'Use   endpoint: tencentcloudapi.com   (it serves both kinds of account)',
    ]);
  });
});

/** "on-failure: revert" as an input. */
function asInput(line: string): Inputs {
  const [name = '', value = ''] = line.split(': ');
  return { [name]: value };
}
