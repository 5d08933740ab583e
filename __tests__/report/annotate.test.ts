import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createLog } from '../../src/github/log.ts';
import type { StepTemplate } from '../../src/report/step-snippet.ts';
import type { Outcome } from '../../src/report/outcome.ts';
import { createOutcome } from '../../src/report/outcome.ts';
import { announceOutcome } from '../../src/report/annotate.ts';
import { recordingCore } from '../operations/recorder.ts';
import { anyUnicode } from '../support/unicode.ts';

const TEMPLATE: StepTemplate = {
  uses: 'octo-org/deploy@v1',
  remarks: ['The job needs   permissions: id-token: write'],
  env: ['A: b'],
  with: ['region: ap-guangzhou'],
};
const REVERT = {
  sentence: 'Take it back: run tem-revert',
  inputs: { operation: 'tem-revert', 'application-id': 'app-1', 'environment-id': 'en-1' },
};

function told(ended: Outcome, isGreen = false) {
  const { core, recorded } = recordingCore();
  announceOutcome(createLog(core), ended, { isGreen, took: 61_000, template: TEMPLATE });
  return recorded;
}

describe('what is told at the end', () => {
  it('is one error with a title, the details and the whole step to copy', () => {
    const { annotations, lines } = told(
      createOutcome('failed', 'it crashes', { details: ['pod-1: Crash'], next: [REVERT] }),
    );
    expect(lines).toEqual(['▸ Result        failed in 1 min 1 s · it crashes']);
    expect(annotations).toEqual([
      {
        kind: 'error',
        title: 'it crashes',
        message: [
          'pod-1: Crash',
          'Take it back: run tem-revert',
          '  # The job needs   permissions: id-token: write',
          '  - uses: octo-org/deploy@v1',
          '    env:',
          '      A: b',
          '    with:',
          '      operation: tem-revert',
          '      region: ap-guangzhou',
          '      application-id: app-1',
          '      environment-id: en-1',
        ].join('\n'),
      },
    ]);
  });

  it('is a notice where a rollout waits, and no annotation where all went well', () => {
    const waiting = told(createOutcome('waiting', 'it waits', { next: [REVERT] }), true);
    expect(waiting.annotations.map(({ kind, title }) => [kind, title])).toEqual([
      ['notice', 'it waits'],
    ]);
    expect(told(createOutcome('succeeded', 'done'), true).annotations).toEqual([]);
  });

  it('has the status for a message where there is nothing else to say', () => {
    expect(told(createOutcome('failed', 'refused')).annotations).toEqual([
      { kind: 'error', title: 'refused', message: 'failed' },
    ]);
  });

  it('counts what is too much to read, and still has the step to copy', () => {
    const details = Array.from({ length: 5_000 }, (_, index) => `pod-${index}: CrashLoopBackOff`);
    const { annotations } = told(createOutcome('failed', 'crash', { details, next: [REVERT] }));
    const lines = annotations[0]?.message.split('\n') ?? [];
    expect(lines.slice(19, 22)).toEqual([
      'pod-19: CrashLoopBackOff',
      '… and 4980 more',
      'Take it back: run tem-revert',
    ]);
    expect(lines.at(-1)).toBe('      environment-id: en-1');
  });

  it('is never longer than GitHub shows, and keeps the step to copy before huge messages', () => {
    const huge = fc.array(anyUnicode({ minLength: 500, maxLength: 5_000 }));
    fc.assert(
      fc.property(huge, (details) => {
        const { annotations } = told(createOutcome('failed', 'crash', { details, next: [REVERT] }));
        expect(annotations[0]?.message.length).toBeLessThanOrEqual(4_096);
        expect(annotations[0]?.message).toMatch(/environment-id: en-1$/);
      }),
      { numRuns: 50 },
    );
  });
});
