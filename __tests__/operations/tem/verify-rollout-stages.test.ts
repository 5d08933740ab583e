import { describe, expect, it } from '@jest/globals';
import { createLog } from '../../../src/github/log.ts';
import type { ProberSettings } from '../../../src/operations/operation.ts';
import { createProgressLog } from '../../../src/operations/tem/progress-log.ts';
import type { VerifyInputs } from '../../../src/operations/tem/tem-declarations.ts';
import type { StageEvidence } from '../../../src/operations/tem/verify-rollout.ts';
import { createRolloutVerifier } from '../../../src/operations/tem/verify-rollout.ts';
import { createRunRecord } from '../../../src/report/run-record.ts';
import type { Pod } from '../../../src/rollout/snapshot.ts';
import type { Text } from '../../../src/text/message.ts';
import { getMessageKey } from '../../../src/text/message.ts';
import { old, OURS, pod, waiting } from '../../rollout/snapshots.ts';
import type { FakeAnswer } from '../../support/fake-prober.ts';
import { ERROR, OK } from '../../support/fake-prober.ts';
import { virtualClock } from '../../support/virtual-clock.ts';
import { recordingCore } from '../recorder.ts';
import { URL_INSTANCE, URL_SHARED } from './verifying.ts';

const OTHER_URL = 'https://shop.example.com/ready';

/** Ten requests to each URL, one a second. */
const INPUTS: VerifyInputs = {
  verifyUrl: [URL_SHARED],
  verifyDuration: 10_000,
  verifyInterval: 1_000,
  verifySuccessRate: 95,
  verifyStatus: [{ from: 200, to: 299 }],
  verifyBody: undefined,
  verifyLatency: undefined,
  verifyHeaders: undefined,
  verifyTimeout: 5_000,
  verifyStages: ['paused', 'final'],
};

/** A verifier whose requests are answered one by one, on a clock that moves with them. */
function open(more: Partial<VerifyInputs> = {}) {
  const clock = virtualClock();
  const report = createRunRecord();
  const events: { readonly subject: Text; readonly detail: Text }[] = [];
  const started: ProberSettings[] = [];
  let targets: readonly { readonly id: string; readonly url: string }[] = [];
  let stops = 0;
  const log = {
    ...createLog(recordingCore().core),
    event: (_: number, subject: Text, __: Text, ___: string, detail: Text) => {
      events.push({ subject, detail });
    },
  };
  const context = {
    ...{ clock, report, log, startedAt: clock.now() },
    deadlineSignal: new AbortController().signal,
    startProber: (settings: ProberSettings) => {
      started.push(settings);
      const stop = () => {
        stops += 1;
        return Promise.resolve();
      };
      return Promise.resolve({ setTargets: (given: typeof targets) => (targets = given), stop });
    },
  };
  const inputs = { ...INPUTS, ...more };
  const verifier = createRolloutVerifier(
    { context, progressLog: createProgressLog(context) },
    inputs,
  );
  if (!verifier) throw new Error('Nothing is verified.');
  const check = (pods: readonly Pod[], isSettled = true, stage: 'beta' | 'final' = 'beta') => {
    const snapshot = waiting('beta', { pods });
    const evidence: StageEvidence = { snapshot, revisionId: OURS, of: 2, isSettled };
    return verifier.check(stage, evidence);
  };
  /** Answers so many requests to the URLs, one a second. */
  const answer = (count: number, reply: FakeAnswer = OK, answered = targets) => {
    for (let index = 0; index < count; index += 1) {
      const at = clock.now();
      for (const { id } of answered)
        started.at(-1)?.onSample(id, { at, latency: 20, answer: reply });
      clock.manual.advance(1);
    }
  };
  return {
    ...{ answer, check, clock, events, report, started, verifier },
    targets: () => targets,
    stops: () => stops,
  };
}

const NEW = [pod('a')];
const MIXED = [pod('a'), old('z')];

describe('a stage', () => {
  it('passes once, and is not begun again', async () => {
    const { answer, check, report, started, stops, verifier } = open();
    expect(await check(NEW)).toEqual({ kind: 'pending' });
    expect(verifier.current()).toBe('beta');
    answer(10);
    expect(await check(NEW)).toEqual({ kind: 'passed' });
    expect(verifier.current()).toBeUndefined();
    expect(await check(NEW)).toEqual({ kind: 'passed' });
    expect([started.length, stops()]).toEqual([1, 1]);
    expect(report.verification).toMatchObject([{ stage: 'beta', verdict: 'passed' }]);
  });

  it('sends no headers if there are none', async () => {
    const { check, started } = open();
    await check(NEW);
    expect(started).toMatchObject([{ headers: [], interval: 1_000, timeout: 5_000 }]);
  });

  it('ends without a verdict when another one begins', async () => {
    const { check, report, started, stops, verifier } = open();
    await check(NEW);
    await check(NEW, true, 'final');
    expect(verifier.current()).toBe('final');
    expect([started.length, stops()]).toEqual([2, 1]);
    expect(report.verification).toMatchObject([{ stage: 'beta', verdict: 'stopped' }]);
  });

  it('wakes whoever waits for it as soon as its verdict is certain', async () => {
    const { answer, check, verifier } = open();
    expect(verifier.decided()).toBeUndefined();
    await check(NEW);
    answer(9);
    expect(verifier.decided()?.aborted).toBe(false);
    answer(1);
    expect(verifier.decided()?.aborted).toBe(true);
  });

  it('passes only once everything is settled', async () => {
    const { answer, check } = open();
    await check(NEW);
    answer(10);
    expect(await check(NEW, false)).toEqual({ kind: 'pending' });
    expect(await check(NEW)).toEqual({ kind: 'passed' });
  });

  it('passes only if every new instance has an address', async () => {
    const { answer, check } = open({ verifyUrl: [URL_INSTANCE] });
    const half = [pod('a'), pod('b', { ip: '' })];
    await check(half);
    answer(10);
    expect(await check(NEW)).toEqual({ kind: 'passed' });
    const other = open({ verifyUrl: [URL_INSTANCE] });
    await other.check(NEW);
    other.answer(9);
    expect(await other.check(half)).toEqual({ kind: 'pending' });
    other.answer(1);
    expect(await other.check(half)).toEqual({ kind: 'pending' });
  });

  it('keeps asking an instance that is no longer healthy, and no other unhealthy one', async () => {
    const { check, targets } = open({ verifyUrl: [URL_INSTANCE] });
    await check([pod('a'), pod('b', { ip: '10.0.0.3', isReady: false })]);
    const before = targets().map(({ url }) => url);
    expect(before).toEqual(['http://10.0.0.2:8080/health']);
    await check(
      [pod('a', { isReady: false }), pod('b', { ip: '10.0.0.3', isReady: false })],
      false,
    );
    expect(targets().map(({ url }) => url)).toEqual(before);
  });

  it.each([
    ['with a text counts each answer that has it', 'v2', 'passed'],
    ['without a text counts only the share of the new instances', undefined, 'failed'],
  ])('%s', async (_, verifyBody, verdict) => {
    const { answer, check, report } = open({ verifyBody, verifyDuration: 8_000 });
    await check(MIXED);
    answer(8);
    // Half of eight answers are four, and five are needed.
    expect(await check(MIXED)).toMatchObject({ kind: verdict });
    expect(report.verification).toMatchObject([{ verdict }]);
  });

  it.each([
    ['the first URL of instances', URL_INSTANCE, URL_INSTANCE],
    ['the placeholder, if only the query has it', 'http://h/?ip={instance-ip}', '{instance-ip}'],
  ])('that fails without an address names %s', async (_, url, shown) => {
    const { check, clock, report } = open({ verifyUrl: [URL_SHARED, url] });
    const pods = [pod('a', { ip: '' })];
    expect(await check(pods)).toEqual({ kind: 'pending' });
    clock.manual.advance(10);
    expect(await check(pods)).toMatchObject({ kind: 'failed' });
    const failure = { cause: 'no-evidence', url: shown };
    expect(report.verification).toMatchObject([{ verdict: 'failed', failure }]);
  });
});

describe('the log of a stage', () => {
  it('has its plan first, and nothing more before the first answer', async () => {
    const { check, events } = open({ verifyUrl: [URL_SHARED, OTHER_URL] });
    await check(NEW);
    await check(NEW);
    expect(events.map(({ detail }) => getMessageKey(detail))).toEqual(['verification.plan']);
    expect(events[0]?.detail).toMatchObject({
      values: { count: 2, duration: { duration: 10_000 } },
    });
  });

  it('has a line when a URL answers, and when it first fails', async () => {
    const { answer, check, events, targets } = open({
      verifyUrl: [URL_SHARED, OTHER_URL],
      verifySuccessRate: 10,
    });
    await check(NEW);
    const [first = { id: '', url: '' }, second = first] = targets();
    const steps: [FakeAnswer, (typeof first)[]][] = [
      [OK, [first]],
      [OK, [first]],
      [OK, [second]],
      [ERROR, [second]],
      [ERROR, [second]],
      [ERROR, [first]],
    ];
    const lines = [];
    for (const [reply, answered] of steps) {
      const before = events.length;
      answer(1, reply, answered);
      await check(NEW);
      lines.push(events.length - before);
    }
    expect(lines).toEqual([1, 0, 1, 1, 0, 1]);
  });
});
