import type { Answer, Criteria } from './criteria.ts';

/** What an answer is: `other` is a success of an old instance, which counts neither way. */
export type AnswerKind = 'good' | 'bad' | 'other';

/** The code of a success without the text of `verify-body`, where only new instances answer. */
export const NO_TEXT = 'NO_TEXT';

/** Classifies an answer to a URL; `hasOld`: old instances may answer there. */
export function classifyAnswer(answer: Answer, criteria: Criteria, hasOld: boolean): AnswerKind {
  if (!hasGoodStatus(answer, criteria)) return 'bad';
  if (!criteria.hasText || (answer.kind === 'response' && answer.hasText)) return 'good';
  return hasOld ? 'other' : 'bad';
}

/** Names a failure: the status, or a code if there is none or if it is a good one. */
export function nameFailure(answer: Answer, criteria: Criteria): string {
  if (answer.kind === 'no-response') return answer.reason;
  return hasGoodStatus(answer, criteria) ? NO_TEXT : String(answer.status);
}

/**
 * Returns how much a good answer counts. With a text, the new version has certainly answered.
 * Without one, nobody can tell who has: then it counts as the share of an answer that the new
 * version can be expected to have given, so that failures do not hide among the answers of old
 * instances.
 */
export function weighGood(criteria: Criteria, newShare: number): number {
  return criteria.hasText ? 1 : newShare;
}

function hasGoodStatus(answer: Answer, { statuses }: Criteria): boolean {
  if (answer.kind === 'no-response') return false;
  return statuses.some(({ from, to }) => answer.status >= from && answer.status <= to);
}
