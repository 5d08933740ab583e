import type { JsonObject } from '../../src/tencent/json.ts';
import { asObject } from '../../src/tencent/json.ts';
import type { Answer, Evidence, Wanted } from '../evidence.ts';
import { findAnswers, getResponse } from '../evidence.ts';

/** What the evidence says about an assumption. */
export interface Finding {
  /** The answer that was seen, in a few words. */
  readonly seen: string;
  readonly holds: boolean;
}

/** Returns undefined if the evidence does not answer the question. Pure. */
export type Judge = (evidence: Evidence) => Finding | undefined;

export type Judges = Readonly<Record<string, Judge>>;

export const INFO = 'DescribeApplicationInfo';
export const DETAIL = 'DescribeDeployApplicationDetail';
export const PODS = 'DescribeApplicationPods';

/** A `Result` of TEM, and when it was seen. */
export interface Seen {
  readonly at: number;
  readonly result: JsonObject;
}

/** Returns the results of an action, in order. */
export function findResults(evidence: Evidence, wanted: Wanted): Seen[] {
  return findAnswers(evidence, wanted).flatMap((answer: Answer) => {
    const result = asObject(getResponse(answer).Result);
    return result ? [{ at: answer.at, result }] : [];
  });
}

/** Returns a finding for a question whose answer the code accepts in any case. */
export function anyAnswer(seen: string): Finding {
  return { seen, holds: true };
}

/** Lists different values, in order. */
export function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}

/** Judges a fact; undefined if it was not seen. */
export function judgeFact(name: string, isHeld: (value: string) => boolean): Judge {
  return ({ facts }) => {
    const seen = facts[name];
    return seen === undefined || seen === '' ? undefined : { seen, holds: isHeld(seen) };
  };
}
