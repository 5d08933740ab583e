import type { Catalogue } from '../template.ts';

/** How a step ends, whatever it did. */
export const OUTCOME = {
  'outcome.result': 'Result',
  'outcome.ended-in': '{status} in {duration}',
} as const satisfies Catalogue;
