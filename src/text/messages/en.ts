import { CAR } from './en/car.ts';
import { DATA } from './en/data.ts';
import { FILES } from './en/files.ts';
import { GITHUB } from './en/github.ts';
import { HINT } from './en/hint.ts';
import { INPUT } from './en/input.ts';
import { NETWORK } from './en/network.ts';
import { OUTCOME } from './en/outcome.ts';
import { PLAN } from './en/plan.ts';
import { POLICY } from './en/policy.ts';
import { ROLLOUT } from './en/rollout.ts';
import { SUMMARY } from './en/summary.ts';
import { VERIFICATION } from './en/verification.ts';
import { WORDS } from './en/words.ts';

// Without a prototype, V8 makes one table of it; with one, a hidden class for each key, in 5 ms.
const TEXTS = {
  __proto__: null,
  ...CAR,
  ...DATA,
  ...FILES,
  ...GITHUB,
  ...HINT,
  ...INPUT,
  ...NETWORK,
  ...OUTCOME,
  ...PLAN,
  ...POLICY,
  ...ROLLOUT,
  ...SUMMARY,
  ...VERIFICATION,
  ...WORDS,
} as const;

/** Every text of the action in English. A key says the subject, which is also the name of its file. */
export const EN: Omit<typeof TEXTS, '__proto__'> = TEXTS;
