import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createLog } from '../../src/github/log.ts';
import { announceOutcome } from '../../src/report/annotate.ts';
import type { Outcome } from '../../src/report/outcome.ts';
import { createOutcome } from '../../src/report/outcome.ts';
import { MINIMAL_TEMPLATE } from '../../src/report/step-snippet.ts';
import { loadTexts } from '../../src/text/format-text.ts';
import { recordingCore } from '../operations/recorder.ts';
import { anyUnicode } from '../support/unicode.ts';
import { ENDINGS } from './endings.ts';

beforeAll(() => loadTexts('zh-CN'));

const REVERT = {
  sentence: 'Revert it',
  inputs: { operation: 'tem-revert', 'application-id': 'app-1', 'environment-id': 'en-1' },
};

function annotationsOf(outcome: Outcome, isGreen = false) {
  const { core, recorded } = recordingCore();
  announceOutcome(createLog(core), {
    outcome,
    isSuccess: isGreen,
    took: 61_000,
    template: MINIMAL_TEMPLATE,
    language: 'en-US',
  });
  expect(recorded.lines).toHaveLength(1);
  return recorded.annotations;
}

describe('the annotation', () => {
  it('is an error for a red step, a notice where it waits, and none otherwise', () => {
    const kinds = [
      annotationsOf(createOutcome('failed', 'it crashes')),
      annotationsOf(createOutcome('waiting', 'it waits', { next: [REVERT] }), true),
      annotationsOf(createOutcome('started', 'begun', { next: [REVERT] }), true),
      annotationsOf(createOutcome('succeeded', 'done'), true),
    ].map((annotations) => annotations.map(({ kind, title }) => [kind, title]));
    expect(kinds).toEqual([[['error', 'it crashes']], [['notice', 'it waits']], [], []]);
  });

  it('has the status for a message where there is nothing else', () => {
    expect(annotationsOf(createOutcome('failed', 'refused'))[0]?.message).toBe('failed');
  });

  it('has 20 lines of details, their count and the step to copy', () => {
    const details = Array.from({ length: 5_000 }, (_, at) => ({
      instance: `pod-${at}`,
      text: 'x',
    }));
    const [annotation] = annotationsOf(
      createOutcome('failed', 'crash', { details, next: [REVERT] }),
    );
    const lines = annotation?.message.split('\n') ?? [];
    expect(lines.slice(19, 22)).toEqual(['pod-19: x', '… and 4980 more', 'Revert it']);
    expect(lines.at(-1)?.trim()).toBe('environment-id: en-1');
  });

  it('fits into what GitHub shows, and keeps the step to copy whatever the details are', () => {
    const huge = fc.array(anyUnicode({ minLength: 500, maxLength: 5_000 }));
    fc.assert(
      fc.property(huge, (texts) => {
        const details = texts.map((text) => ({ text }));
        const [annotation] = annotationsOf(
          createOutcome('failed', 'crash', { details, next: [REVERT] }),
        );
        expect(annotation?.message.length).toBeLessThanOrEqual(4_096);
        expect(annotation?.message).toMatch(/environment-id: en-1$/);
      }),
      { numRuns: 50 },
    );
  });
});

describe('The result line and the annotation', () => {
  it.each(Object.entries(ENDINGS))('of %s', (_, { input, outcome }) => {
    const { core, recorded } = recordingCore();
    announceOutcome(createLog(core), { ...input, outcome, language: 'en-US' });
    const annotations = recorded.annotations.map(
      ({ kind, title, message }) => `[${kind}] ${title}\n${message}`,
    );
    expect(`\n${[...recorded.lines, ...annotations].join('\n')}\n`).toMatchSnapshot();
  });
});
