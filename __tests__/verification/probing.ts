import type { Answer, Criteria, ProbeTarget } from '../../src/verification/criteria.ts';
import type { StageTally } from '../../src/verification/stage.ts';
import { createStageTally } from '../../src/verification/stage.ts';

export const START = 1_000_000;
export const INTERVAL = 1_000;
export const URL_A = 'https://shop.example.com/health';

export const CRITERIA: Criteria = {
  duration: 20 * INTERVAL,
  interval: INTERVAL,
  timeout: 5_000,
  successRate: 95,
  statuses: [{ from: 200, to: 399 }],
  hasText: false,
  latency: undefined,
};

/** What came of a request: a success is `ok` or, over the bound of the latency, `slow`. */
export type Outcome = 'ok' | 'slow' | 'failed' | 'old';

export const LIMIT = 300;

export function answerOf(outcome: Outcome): Answer {
  if (outcome === 'failed') return { kind: 'no-response', reason: 'ECONNREFUSED' };
  return { kind: 'response', status: 200, hasText: outcome !== 'old' };
}

/** A target whose ID is its URL. */
export function targetOf(newShare = 1, url = URL_A, instance = ''): ProbeTarget {
  return { id: url, url, instance, newShare, hasOld: newShare < 1 };
}

export function beginStage(
  criteria: Partial<Criteria> = {},
  targets: readonly ProbeTarget[] = [targetOf()],
): StageTally {
  const tally = createStageTally('paused', { ...CRITERIA, ...criteria }, START);
  tally.setTargets(targets, START);
  return tally;
}

/** Adds the outcome of the request with this index, counted from the start. */
export function addOutcome(tally: StageTally, index: number, outcome: Outcome, url = URL_A): void {
  const latency = outcome === 'slow' ? LIMIT + 1 : LIMIT;
  tally.add(url, { at: START + index * INTERVAL, latency, answer: answerOf(outcome) });
}

/** The same outcome many times. */
export function times(count: number, outcome: Outcome): Outcome[] {
  return Array.from({ length: count }, () => outcome);
}

/** The verdict after each outcome, beginning with the one before the first. */
export function follow(tally: StageTally, outcomes: readonly Outcome[]) {
  return [
    tally.verdict(START),
    ...outcomes.map((outcome, index) => {
      addOutcome(tally, index, outcome);
      return tally.verdict(START + index * INTERVAL);
    }),
  ];
}

export function nameVerdict(verdict: ReturnType<StageTally['verdict']> | undefined): string {
  return verdict?.kind === 'failed' ? verdict.failure.cause : (verdict?.kind ?? 'none');
}
