import type { Catalogue } from '../template.ts';

/** Wrong and unused inputs. */
export const INPUT = {
  'input.wrong': 'Wrong inputs',
  'input.need-a-change': { one: '1 input needs a change', other: '{count} inputs need a change' },
} as const satisfies Catalogue;
