import { afterEach, describe, expect, it } from '@jest/globals';
import type { Behaviour } from '../../../simulator/index.ts';
import type { PendingRevert } from '../../../src/operations/tem/pending-revert.ts';
import { annotated, changeResult, closeWorlds, count, startWorld, suggested } from '../world.ts';
import type { Run, TestWorld } from '../world.ts';
import { createSaved, keep, PENDING } from '../../run/unfinished.ts';
import { STEP } from './cancelled.ts';
import { INFO, REVERT } from './tem-actions.ts';
import { startedAgo } from './started.ts';
import { failEvery } from './tem-faults.ts';
import { stagesOf } from '../recorded-texts.ts';

afterEach(closeWorlds);

/** Runs the end of a job whose cancelled step has left this. */
function finish(world: TestWorld, pending: Partial<PendingRevert>): Promise<Run> {
  const state = keep(createSaved(world.simulator.url), { ...PENDING, ...pending });
  return world.post(STEP, { state });
}

/** The icon of the status in the summary. */
function iconOf({ summary }: Run): string {
  return /^## (\S+) /m.exec(summary)?.[1] ?? '';
}

describe('the end of a job that reverts a rollout', () => {
  it.each<{
    readonly name: string;
    readonly seconds?: number;
    readonly behaviour?: Partial<Behaviour>;
    readonly act?: (world: TestWorld) => void;
    readonly exitCode: number;
    readonly icon: string;
    readonly next?: readonly string[];
    readonly says?: readonly string[];
    readonly sent: number;
  }>([
    { name: 'is done', exitCode: 0, icon: '↩️', sent: 1 },
    {
      name: 'takes longer than there is time',
      behaviour: { revertSeconds: 3600 },
      ...{ exitCode: 1, icon: '⌛', next: ['tem-revert'], sent: 1 },
    },
    {
      name: 'is overtaken by another version',
      behaviour: { revertSeconds: 60 },
      act: ({ application, clock }) => {
        clock.at(66, () => application.startRollout({ DeployVersion: 'v9' }));
      },
      ...{ exitCode: 1, icon: '❌', next: ['tem-rollback'], sent: 1 },
      says: ['v9', 'deploy-version: v2.3.9'],
    },
    {
      name: 'is refused',
      behaviour: { revertSucceeds: false },
      ...{ exitCode: 1, icon: '❌', next: ['tem-revert'], says: ['RequestId'], sent: 1 },
    },
    {
      name: 'is never answered clearly',
      act: (world) => {
        failEvery(world, REVERT);
      },
      ...{ exitCode: 1, icon: '❌', next: ['tem-revert'], says: ['502'], sent: 2 },
    },
    {
      name: 'comes after the end of the rollout',
      seconds: 1500,
      ...{ exitCode: 1, icon: '❌', next: ['tem-rollback'], sent: 0 },
      says: ['deploy-version: v2.3.9', 'revision-id: '],
    },
    {
      name: 'cannot read what it would revert',
      act: (world) => {
        failEvery(world, INFO);
      },
      ...{ exitCode: 1, icon: '❌', next: ['tem-revert'], says: ['502'], sent: 0 },
    },
  ])('shows that it $name', async (row) => {
    const { seconds = 5, behaviour, act, exitCode, icon, next = [], says = [], sent } = row;
    const world = await startedAgo(seconds, { podStartSeconds: 600, ...behaviour });
    act?.(world);
    const { revisionId } = world.application;
    const post = await finish(world, { revisionId });
    expect(post.exitCode).toBe(exitCode);
    expect(iconOf(post)).toBe(icon);
    expect(count(post, REVERT)).toBe(sent);
    expect(suggested(post)).toEqual(next);
    for (const word of says) expect(annotated(post)).toContain(word);
  });

  it('names in the log the rollout that it reverts', async () => {
    const world = await startedAgo(5, { podStartSeconds: 600 });
    const { revisionId } = world.application;
    const post = await finish(world, { revisionId });
    expect(stagesOf(post, revisionId)).not.toEqual([]);
  });
});

describe('the end of a job that may have deployed the previous version again', () => {
  it.each([
    { isRedeployed: true, exitCode: 0, icon: '↩️' },
    { isRedeployed: false, exitCode: 0, icon: '🚫' },
  ])(
    'waits for that rollout only if the step has sent it (isRedeployed: $isRedeployed)',
    async (row) => {
      const { isRedeployed, exitCode, icon } = row;
      const world = await startedAgo(300);
      const { revisionId } = world.application;
      world.application.startRollout({ DeployVersion: 'v2.3.9' });
      world.clock.manual.advance(5);
      const post = await finish(world, { revisionId, isRedeployed });
      expect(post).toMatchObject({ exitCode, annotations: [] });
      expect(iconOf(post)).toBe(icon);
      expect(post.calls).not.toContain(REVERT);
      expect(world.application.isDeploying).toBe(!isRedeployed);
    },
  );

  it('does not wait for a rollout that was not started', async () => {
    const world = await startedAgo(300);
    const { revisionId } = world.application;
    const post = await finish(world, { revisionId, isRedeployed: true });
    expect(post.exitCode).toBe(1);
    expect(suggested(post)).toEqual(['tem-rollback']);
    expect(post.seconds).toBeLessThanOrEqual(15);
  });
});

describe('the end of a job that does not know the revision of its rollout', () => {
  it.each([
    { name: 'the same version ran before', deployVersion: 'v2.3.9', started: '' },
    { name: 'a rollout shows no version', deployVersion: 'v2.4.0', started: 'v9' },
  ])('reverts nothing where $name', async ({ deployVersion, started }) => {
    const world = await startWorld({ behaviour: { podStartSeconds: 600 } });
    const { revisionId: beforeRevisionId } = world.application;
    if (started) {
      world.application.startRollout({ DeployVersion: started });
      world.clock.manual.advance(5);
      changeResult(world, undefined, () => ({ DeployVersion: null, NewDeployVersion: null }));
    }
    const post = await finish(world, { revisionId: '', beforeRevisionId, deployVersion });
    expect(post).toMatchObject({ exitCode: 0, annotations: [] });
    expect(iconOf(post)).toBe('🚫');
    expect(post.calls).not.toContain(REVERT);
  });
});
