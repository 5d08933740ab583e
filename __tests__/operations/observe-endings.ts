import type { Plan } from '../../src/operations/dry-run.ts';
import type { Operation, PreparedOperation } from '../../src/operations/operation.ts';
import { OPERATIONS } from '../../src/operations/registry.ts';
import type { NextStep, Outcome } from '../../src/report/outcome.ts';
import { OperationError } from '../../src/report/outcome.ts';
import { formatText } from '../../src/text/format-text.ts';

/** How an operation ended, before it becomes text: codes and details are in no output. */
export interface Ending {
  /** Of the outcome or of the error that was thrown; '' where there is none. */
  readonly code: string;
  readonly headline: string;
  readonly details: Outcome['details'];
  readonly next: readonly NextStep[];
  /** Of a dry run that came so far. */
  readonly plan: Plan | undefined;
}

const NOTHING: Ending = { code: '', headline: '', details: [], next: [], plan: undefined };

let last = NOTHING;

/** Runs a step in this process, and gives how its operation ended. */
export async function observeEnding(run: () => Promise<unknown>): Promise<Ending> {
  last = NOTHING;
  await run();
  return last;
}

async function observe<T>(ending: Promise<T>, toEnding: (value: T) => Partial<Ending>): Promise<T> {
  try {
    const value = await ending;
    last = { ...NOTHING, ...toEnding(value) };
    return value;
  } catch (error) {
    last = { ...NOTHING, ...describeThrown(error) };
    throw error;
  }
}

function describeThrown(error: unknown): Partial<Ending> {
  if (!(error instanceof Error)) return {};
  const { message: headline } = error;
  if (error instanceof OperationError) {
    return { headline, code: error.code, details: error.details, next: error.next };
  }
  return { headline, code: 'code' in error ? String(error.code) : '' };
}

for (const operation of Object.values<Operation>(OPERATIONS)) {
  const { prepare } = operation;
  const observed: Pick<Operation, 'prepare'> = {
    prepare: (env) => {
      const read = prepare(env);
      if ('issues' in read) return read;
      const { plan, run } = read.prepared;
      const prepared: PreparedOperation = {
        ...read.prepared,
        run: (context) =>
          observe(run(context), (outcome) => ({
            ...outcome,
            headline: formatText(outcome.headline, 'en-US'),
          })),
        plan: (context) =>
          observe(plan(context), (made) => ({
            headline: formatText(made.headline, 'en-US'),
            plan: made,
          })),
      };
      return { prepared };
    },
  };
  Object.assign(operation, observed);
}
