import { afterEach, describe, expect, it } from '@jest/globals';
import { cancelAfter, cancelWhenOver, STEP } from './cancelled.ts';
import { startedAgo } from './started.ts';
import { advice, told } from './told.ts';
import { closeWorlds, startWorld, UPDATE } from '../world.ts';

const STUCK = { neverReady: true };
const INFO = 'DescribeApplicationInfo';
const REVERT = 'RevertDeployApplication';
const TRIGGER = 'RollingUpdateApplicationByVersion';

afterEach(closeWorlds);

describe('a step that does not know tells why, and what it saw', () => {
  it('where a trigger did not arrive', async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: 'http-500', action: TRIGGER });
    expect(told(await world.run(UPDATE))).toEqual([
      'it is not known whether the rolling update was started',
      'Why:             the endpoint sent HTTP status 500',
      `Seen:            the application shows ${world.application.revisionId} · v2.3.9, 30 s later.`,
      'Run the job again: it looks before it starts anything.',
    ]);
  });

  it.each([
    ['no answer', { kind: 'http-500' }, /^Seen: +nothing: no look came through within 3\d s\.$/],
    [
      'a refusal',
      { kind: 'api-error', code: 'UnauthorizedOperation', message: 'Not authorized.' },
      /^Seen: +nothing: Not authorized\.$/,
    ],
  ] as const)('where the looks after a trigger get %s', async (_, fault, seen) => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: 'http-500', action: TRIGGER });
    world.beforeCall((action) => {
      if (action !== TRIGGER) return;
      world.simulator.faults.inject({ ...fault, action: INFO, occurrence: 'every' });
    });
    const run = await world.run(UPDATE);
    expect(told(run)[2]).toMatch(seen);
  });

  it('where a batch was not confirmed', async () => {
    const world = await startedAgo(60, { resumeSucceeds: false }, 'BETA');
    const run = await world.run({ operation: 'tem-resume' });
    const id = world.application.revisionId;
    expect(told(run)).toEqual([
      'the next batch was not started: the rollout still waits for confirmation',
      expect.stringMatching(/^TEM answered "false" \(RequestId [0-9a-f-]{36}\)$/),
      ...advice.resume(id),
      ...advice.revert(id),
    ]);
  });

  it('where nothing names the batch that waits', async () => {
    const world = await startedAgo(5, STUCK);
    const BatchDeployStatus = 'batch_updating_waiting_confirm';
    world.intercept((action, answer) =>
      action === INFO
        ? { ...answer, Result: { ...(answer.Result as object), BatchDeployStatus } }
        : undefined,
    );
    const run = await world.run({ operation: 'tem-resume' });
    const id = world.application.revisionId;
    expect(run).toMatchObject({ seconds: 30, outputs: { status: 'failed' } });
    expect(run.calls).not.toContain('ResumeDeployApplication');
    expect(told(run)).toEqual([
      'it is not known which batch waits for confirmation',
      'The application says that one does, and the details of its rollout name none.',
      'Nothing was changed.',
      ...advice.resume(id),
      ...advice.revert(id),
    ]);
  });

  it('where the cloud refuses to be read any more', async () => {
    const world = await startWorld({ behaviour: STUCK });
    world.clock.at(20, () => {
      const code = 'AuthFailure.SecretIdNotFound';
      world.simulator.faults.inject({ kind: 'api-error', occurrence: 'every', code });
    });
    const run = await world.run(UPDATE);
    const id = world.application.revisionId;
    expect(told(run).slice(-11)).toEqual([
      'The rollout goes on without this step.',
      ...advice.wait(id),
      ...advice.revert(id),
    ]);
  });
});

describe('a revert after a cancel tells what became of it', () => {
  it('where the rollout was over by then', async () => {
    const world = await startWorld();
    cancelWhenOver(world, 1);
    const main = await world.run(STEP);
    expect(main.calls).not.toContain(REVERT);
    expect(told(main)).toEqual([
      'the job was cancelled',
      'Nothing was taken back: the rollout is over, and TEM reverts only what is under way. The end of the job looks again.',
      expect.stringContaining('Wait for its end'),
      ...advice.wait(world.application.revisionId).slice(1),
      ...advice.rollback('v2.3.9'),
    ]);
    const post = await world.post(STEP, main);
    expect(post.calls).not.toContain(REVERT);
    expect(told(post)).toEqual([
      'the rollout was over before it could be taken back',
      ...advice.rollback('"THE VERSION BEFORE"'),
    ]);
  });

  it('where another rollout had taken its place', async () => {
    const world = await startWorld({ behaviour: STUCK });
    world.clock.at(30, () => {
      world.cancel();
    });
    world.intercept((action, answer) =>
      action === INFO && world.clock.seconds() >= 30
        ? { ...answer, Result: { ...(answer.Result as object), VersionId: 'revision-theirs1' } }
        : undefined,
    );
    const main = await world.run(STEP);
    expect(main.calls).not.toContain(REVERT);
    expect(told(main)).toContain(
      'Nothing was taken back: another revision is current. The end of the job looks again.',
    );
  });

  it('where somebody takes it back already', async () => {
    const world = await startWorld({ behaviour: { ...STUCK, revertSeconds: 60 } });
    world.clock.at(30, () => {
      world.application.revert();
      world.cancel();
    });
    const main = await world.run(STEP);
    expect(main.calls).not.toContain(REVERT);
    expect(told(main)).toContain('The rollout is being taken back.');
    const post = await world.post(STEP, main);
    expect(post).toMatchObject({ exitCode: 0, annotations: [] });
    expect(post.calls).not.toContain(REVERT);
  });

  it.each([
    [
      'is refused',
      { revertSucceeds: false },
      ['TEM did not take the rollout back after the cancel'],
      advice.revert,
    ],
    [
      'has not finished',
      { revertSeconds: 3600 },
      ['the revert is under way and has not finished yet'],
      advice.revertAgain,
    ],
  ] as const)('at the end of the job where it %s', async (_, behaviour, said, next) => {
    const { main, post } = await cancelAfter(30, behaviour);
    expect(told(post)).toEqual([...said, ...next(main.outputs['revision-id'] ?? '')]);
  });

  it('at the end of the job where nothing can be read', async () => {
    const world = await startWorld({ behaviour: STUCK });
    world.clock.at(30, () => {
      world.simulator.faults.inject({ kind: 'http-500', occurrence: 'every' });
      world.cancel();
    });
    const main = await world.run(STEP);
    const post = await world.post(STEP, main);
    expect(told(post)).toEqual([
      'it is not known whether the rollout has to be taken back',
      'No look at the application came through, so nothing was sent.',
      ...advice.revert(world.application.revisionId),
    ]);
  });
});
