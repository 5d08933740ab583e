import type { Violation } from '../part.ts';
import { collectFacts } from './job-facts.ts';
import { judgeChanges } from './judge-changes.ts';
import { judgeEnd } from './judge-end.ts';
import { judgeExpected } from './judge-expected.ts';
import { judgeLostChanges } from './judge-lost-changes.ts';
import { judgePair } from './judge-pair.ts';
import { judgeVerdict } from './judge-verdict.ts';
import { isExcused, judgeVerification } from './judge-verification.ts';
import type { TemHistory } from './tem-world.ts';

/** All promises that a run broke, by the truth of the model. */
export function judgeTem(history: TemHistory): Violation[] {
  const facts = history.jobs.map((job) => collectFacts(history, job));
  return [
    ...facts.flatMap((job) => [
      ...[
        ...judgeChanges(job),
        ...judgeVerdict(job),
        ...judgeLostChanges(job),
        ...judgeEnd(job),
        ...judgeExpected(job),
      ].filter((violation) => !isExcused(job, violation)),
      ...judgeVerification(job),
    ]),
    ...judgePair(facts),
  ];
}
