import { expect } from '@jest/globals';
import type { WorkflowCommand } from '../support/process/workflow-commands.ts';
import { validate } from '../support/json-schema.ts';
import type { TimedRun } from './world.ts';

/** Outputs that say for people, or in full, what the others and the summary say. */
const TELLING = [
  'application-name',
  'changed',
  'console-url',
  'failed-instances',
  'instances',
  'message',
  'url',
  'version',
];

/**
 * All outputs of a run, no more and no fewer, but for those that tell the same in full.
 * `duration-seconds` follows from the time that passed, `result` fits its schema.
 */
export function expectOutputs(run: TimedRun, expected: Record<string, string>): void {
  const { result, 'duration-seconds': duration, ...named } = run.outputs;
  const kept = Object.entries(named).filter(
    ([name]) => !TELLING.includes(name) || name in expected,
  );
  expect(Object.fromEntries(kept)).toEqual(expected);
  expect(named.message).toMatch(/^[^\n`$"\\]+$/);
  expect(Number(duration)).toBe(Math.round(run.seconds));
  expect(validate(JSON.parse(result ?? ''))).toEqual([]);
  expect(JSON.parse(result ?? '')).toMatchObject({ status: named.status });
}

/** The annotations of one kind. */
export function annotations(
  run: TimedRun,
  kind: 'error' | 'warning' | 'notice',
): WorkflowCommand[] {
  return run.commands.filter(({ name }) => name === kind);
}

/** The text of the one annotation of a red step: its title and its message. */
export function errorOf(run: TimedRun): string {
  const errors = annotations(run, 'error');
  expect(errors).toHaveLength(1);
  return errors.map(({ properties, message }) => `${properties.title ?? ''}\n${message}`).join();
}
