/** How a step ends. */
export type Status =
  | 'succeeded'
  | 'failed'
  | 'waiting'
  | 'reverted'
  | 'timed-out'
  | 'cancelled'
  | 'started'
  | 'planned';

/** What a step came to: the status, and what it tells its user. */
export interface Outcome {
  readonly status: Status;
  /** One sentence in the user's terms: the result line of the log, the heading of the summary. */
  readonly headline: string;
  /** Everything to know about what went wrong, a line each; the annotation of a red step. */
  readonly details: readonly string[];
  /** What to do next: a sentence and the lines of a workflow step to copy, where there are any. */
  readonly next: readonly NextStep[];
}

export interface NextStep {
  readonly sentence: string;
  /** Lines of `with:`, in order; none where the sentence says it all. */
  readonly inputs?: Readonly<Record<string, string>>;
}

/** What to do where `timeout` was too short. */
export const MORE_TIME: NextStep = { sentence: 'Give the step more time: raise timeout.' };

const GREEN = new Set<Status>(['succeeded', 'waiting', 'started', 'planned']);

/** `reverted` is what tem-revert was asked for, and a failure everywhere else. */
export function isGreen(status: Status, operation: string): boolean {
  return GREEN.has(status) || (status === 'reverted' && operation === 'tem-revert');
}

/** An outcome without details or advice, unless they are given. */
export function outcome(
  status: Status,
  headline: string,
  more: Partial<Pick<Outcome, 'details' | 'next'>> = {},
): Outcome {
  return { status, headline, details: [], next: [], ...more };
}

/** The action itself will not go on: the reason, what to know, and what to do about it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: 'failed' | 'timed-out';
  readonly details: readonly string[];
  readonly next: readonly NextStep[];

  constructor(
    headline: string,
    more: Partial<Pick<Outcome, 'details' | 'next'> & Pick<Refusal, 'status'>> = {},
  ) {
    super(headline);
    this.status = more.status ?? 'failed';
    this.details = more.details ?? [];
    this.next = more.next ?? [];
  }
}
