import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Outputs } from '../../src/github/outputs.ts';
import { OUTPUTS } from '../../src/github/outputs.ts';
import { describeEndOutputs } from '../../src/report/end-outputs.ts';
import { listEndInstances } from '../../src/report/instances.ts';
import { createResult } from '../../src/report/result-document.ts';
import { renderSummary } from '../../src/report/summary/render-summary.ts';
import { loadTexts } from '../../src/text/format-text.ts';
import { RESULT_SCHEMA, validate } from '../support/json-schema.ts';
import { ENDINGS } from './endings.ts';
import { hostileRun } from './run-records.ts';

beforeAll(() => loadTexts('zh-CN'));

type Run = Pick<(typeof ENDINGS)[string], 'record' | 'input'>;

/** The outputs of a step, and its result. */
function finish({ input, record }: Run) {
  const instances = listEndInstances(record, input.outcome);
  const outputs = describeEndOutputs(record, input, {
    instances,
    renderSummary: () => renderSummary(record, input),
  });
  const all: Outputs = { status: input.outcome.status, 'duration-seconds': 9, ...outputs };
  const set = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
  const result = createResult(
    { ...record, outputs: { ...record.outputs, ...set } },
    input,
    instances,
  );
  return { outputs, result };
}

describe('the outputs at the end', () => {
  it.each(Object.entries(ENDINGS))('fit the schema: %s', (_, ending) => {
    expect(validate(finish(ending).result)).toEqual([]);
  });

  it.each(Object.entries(ENDINGS))('have a message that reads as sentences: %s', (_, ending) => {
    const { message = '' } = finish(ending).outputs;
    expect(message).toMatch(/^[A-Z].*[^.]\.$/);
    expect(message).not.toMatch(/, [A-Z][a-z]+ [a-z]|\.[,;]/);
  });

  it('fit it whatever the cloud says, and the message stays plain', () => {
    fc.assert(
      fc.property(hostileRun, (run) => {
        const { outputs, result } = finish(run);
        expect(validate(JSON.parse(JSON.stringify(result)))).toEqual([]);
        expect(outputs.message).toMatch(/^[^\n"'`$\\<>|]{1,1000}$/u);
        expect(JSON.stringify(result).length).toBeLessThan(128 * 1024);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the schema of the result', () => {
  it('has every output but the two that are no part of it', () => {
    const { plan, result, ...others } = OUTPUTS;
    expect([plan, result]).not.toContain(undefined);
    const known = Object.keys(RESULT_SCHEMA.properties ?? {});
    expect(Object.keys(others).filter((name) => !known.includes(name))).toEqual([]);
  });
});
