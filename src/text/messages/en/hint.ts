import type { Catalogue } from '../template.ts';

/** What to do about errors of the API, by their codes. */
export const HINT = {
  'hint.later': 'try again later',
} as const satisfies Catalogue;
