import { describe, expect, it } from '@jest/globals';
import { createVerificationGate } from '../../../src/operations/tem/verification-step.ts';
import type {
  RolloutVerifier,
  StageEvidence,
  StageVerdict,
} from '../../../src/operations/tem/verify-rollout.ts';
import { startHistory } from '../../../src/rollout/rollout-history.ts';
import type { RolloutState } from '../../../src/rollout/rollout-tracker.ts';
import { trackExisting } from '../../../src/rollout/rollout-tracker.ts';
import type { Pod, Snapshot } from '../../../src/rollout/snapshot.ts';
import type { Stage, StageReport } from '../../../src/verification/criteria.ts';
import { createStage, FAILED_STAGE } from '../../report/stage-reports.ts';
import { crashing, done, old, pod, underWay, waiting } from '../../rollout/snapshots.ts';

type Verdict = RolloutState['verdict'];

const STOPPED = createStage({ verdict: 'stopped' });
const DEPLOYING: Verdict = { kind: 'deploying' };
const SETTLING: Verdict = { kind: 'settling', until: 0 };
const SUCCEEDED: Verdict = { kind: 'succeeded' };
const AT_BETA: Verdict = { kind: 'waiting', batch: 'beta' };
const REPLACED: Verdict = {
  kind: 'failed',
  failure: { cause: 'superseded', by: 'x', wasComplete: false },
};

interface Options {
  readonly onWaiting?: 'verify' | 'resume';
  readonly covers?: boolean;
}

/** A gate with a verifier that gives these verdicts, one after the other. */
function open(
  verdicts: readonly StageVerdict[] = [{ kind: 'pending' }],
  { onWaiting = 'verify', covers = true }: Options = {},
) {
  const checks: (readonly [Stage, boolean])[] = [];
  let current: Stage | undefined;
  let stops = 0;
  const verifier: RolloutVerifier = {
    covers: () => covers,
    current: () => current,
    decided: () => undefined,
    check: (stage: Stage, { isSettled }: StageEvidence) => {
      checks.push([stage, isSettled]);
      const verdict = verdicts[Math.min(checks.length, verdicts.length) - 1] ?? { kind: 'pending' };
      current = verdict.kind === 'pending' ? stage : undefined;
      return Promise.resolve(verdict);
    },
    stop: (): Promise<StageReport | undefined> => {
      const report = current === undefined ? undefined : STOPPED;
      if (report) stops += 1;
      current = undefined;
      return Promise.resolve(report);
    },
  };
  const gate = createVerificationGate(verifier, { onWaiting });
  const pass = (verdict: Verdict, snapshot: Snapshot, second: number, failing: Pod[] = []) => {
    const failure = { since: 0, lastSeen: 0, status: 'CrashLoopBackOff' };
    const podFailures = new Map(failing.map(({ podId }) => [podId, failure]));
    const state = { ...trackExisting(done()), verdict, podFailures };
    const versions = { previous: { version: 'v1', packageName: '' }, version: 'v2' };
    const rollout = { state, history: startHistory(snapshot, versions, 0) };
    return gate(rollout, snapshot, second * 1000);
  };
  return { pass, checks, stops: () => stops };
}

describe('a check of a rollout', () => {
  it('is unaffected without a verification', async () => {
    const gate = createVerificationGate(undefined, { onWaiting: 'verify' });
    const rollout = {
      state: { ...trackExisting(done()), verdict: AT_BETA },
      history: startHistory(done(), { previous: { version: '', packageName: '' }, version: '' }, 0),
    };
    expect(await gate(rollout, waiting('beta'), 0)).toEqual({ kind: 'unaffected' });
  });

  it.each<[string, Verdict, Snapshot, Options, Stage[]]>([
    ['at a paused batch starts its stage', AT_BETA, waiting('beta'), {}, ['beta']],
    ['at the end starts the final stage', SUCCEEDED, done(), {}, ['final']],
    [
      'at a paused batch that is only resumed does not',
      AT_BETA,
      waiting('beta'),
      { onWaiting: 'resume' },
      [],
    ],
    [
      'at the end starts it with on-waiting: resume, too',
      SUCCEEDED,
      done(),
      { onWaiting: 'resume' },
      ['final'],
    ],
    ['at a stage that is left out does not', SUCCEEDED, done(), { covers: false }, []],
    [
      'at a pause without a batch does not',
      { kind: 'waiting', batch: undefined },
      waiting('beta'),
      {},
      [],
    ],
    ['that is settling does not', SETTLING, waiting('beta'), {}, []],
    ['that is deploying does not', DEPLOYING, underWay(), {}, []],
    ['that has failed does not', REPLACED, done(), {}, []],
  ])('%s', async (_, verdict, snapshot, options, stages) => {
    const { checks, pass } = open([{ kind: 'pending' }], options);
    const { kind } = await pass(verdict, snapshot, 0);
    expect(checks.map(([stage]) => stage)).toEqual(stages);
    expect(kind).toBe(stages.length > 0 ? 'pending' : 'unaffected');
  });

  it('goes on as without a verification once the stage has passed', async () => {
    const { pass } = open([{ kind: 'pending' }, { kind: 'passed' }]);
    expect(await pass(AT_BETA, waiting('beta'), 0)).toEqual({ kind: 'pending' });
    expect(await pass(AT_BETA, waiting('beta'), 5)).toEqual({ kind: 'unaffected' });
  });

  it('ends with the report of a stage that fails', async () => {
    const { pass } = open([{ kind: 'failed', report: FAILED_STAGE }]);
    const step = await pass(AT_BETA, waiting('beta'), 0);
    expect(step).toEqual({ kind: 'unverified', report: FAILED_STAGE, crashed: [] });
  });
});

describe('while a stage is in progress', () => {
  it.each<[string, Verdict, Verdict, Snapshot]>([
    ['a paused batch', AT_BETA, DEPLOYING, waiting('beta', { pods: [crashing('a'), old('z')] })],
    ['the end', SUCCEEDED, DEPLOYING, done({ pods: [crashing('a'), pod('b')] })],
  ])('a crash fails it at once: %s', async (_, before, after, snapshot) => {
    const { pass, stops } = open();
    await pass(before, before === SUCCEEDED ? done() : waiting('beta'), 0);
    const step = await pass(after, snapshot, 1, [pod('a')]);
    expect(step).toMatchObject({ kind: 'unverified', crashed: [{ podId: 'a' }], report: STOPPED });
    expect(stops()).toBe(1);
  });

  it('an old instance may crash', async () => {
    const { pass } = open();
    await pass(AT_BETA, waiting('beta'), 0);
    const snapshot = waiting('beta', { pods: [pod('a'), crashing('z', { versionId: 'other' })] });
    expect(await pass(AT_BETA, snapshot, 1, [pod('z')])).toEqual({ kind: 'pending' });
  });

  it('instances of the next batch may start, after somebody has resumed', async () => {
    const { pass } = open();
    await pass(AT_BETA, waiting('beta'), 0);
    const snapshot = underWay({ pods: [pod('a'), crashing('b')] });
    expect(await pass(DEPLOYING, snapshot, 1, [pod('b')])).toEqual({ kind: 'unaffected' });
  });

  it('one stale check does not end it, a series of them does', async () => {
    const { pass, stops } = open();
    await pass(AT_BETA, waiting('beta'), 0);
    await pass(DEPLOYING, underWay(), 5);
    expect(stops()).toBe(0);
    await pass(AT_BETA, waiting('beta'), 10);
    await pass(DEPLOYING, underWay(), 15);
    await pass(DEPLOYING, underWay(), 20);
    expect(stops()).toBe(0);
    await pass(DEPLOYING, underWay(), 25);
    expect(stops()).toBe(1);
  });

  it('the stage is judged, but cannot pass, while instances are not ready', async () => {
    const { checks, pass } = open([{ kind: 'pending' }, { kind: 'failed', report: FAILED_STAGE }]);
    await pass(AT_BETA, waiting('beta'), 0);
    const snapshot = waiting('beta', { pods: [pod('a', { isReady: false }), old('z')] });
    expect(await pass(DEPLOYING, snapshot, 5)).toMatchObject({ kind: 'unverified' });
    expect(checks).toEqual([
      ['beta', true],
      ['beta', false],
    ]);
  });

  it('another rollout in its place decides', async () => {
    const { checks, pass } = open([{ kind: 'pending' }, { kind: 'failed', report: FAILED_STAGE }]);
    await pass(AT_BETA, waiting('beta'), 0);
    expect(await pass(REPLACED, waiting('beta'), 20)).toEqual({ kind: 'unaffected' });
    expect(await pass({ kind: 'not-started' }, waiting('beta'), 21)).toEqual({
      kind: 'unaffected',
    });
    expect(checks).toHaveLength(1);
  });
});
