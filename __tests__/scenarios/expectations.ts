import { expect } from '@jest/globals';
import type { WorkflowCommand } from '../support/process/workflow-commands.ts';
import type { TimedRun } from './world.ts';

/**
 * All outputs of a run, no more and no fewer. `duration-seconds` follows from the time that passed,
 * `result` from the other outputs.
 */
export function expectOutputs(run: TimedRun, expected: Record<string, string>): void {
  const { result, ...others } = run.outputs;
  const { 'duration-seconds': duration, ...named } = others;
  expect(named).toEqual(expected);
  expect(Number(duration)).toBe(Math.round(run.seconds));
  expect(JSON.parse(result ?? '')).toEqual(others);
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
