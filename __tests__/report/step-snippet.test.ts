import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { MINIMAL_TEMPLATE, renderStepLines } from '../../src/report/step-snippet.ts';

const NEXT = {
  sentence: 'Revert it',
  inputs: { operation: 'tem-revert', 'deploy-version': '1.20' },
};

describe('a step to copy', () => {
  it('is YAML of a workflow step, with what every step needs', () => {
    const template = {
      uses: 'octo-org/deploy@v1',
      remarks: ['The job needs something'],
      env: ['A: b'],
      with: ['region: ap-guangzhou'],
    };
    const lines = renderStepLines(NEXT, template, 'en-US');
    expect(lines[0]).toBe('# The job needs something');
    expect(parse(lines.join('\n'))).toEqual([
      {
        uses: 'octo-org/deploy@v1',
        env: { A: 'b' },
        with: { operation: 'tem-revert', region: 'ap-guangzhou', 'deploy-version': '1.20' },
      },
    ]);
  });

  it('has no environment where none is needed', () => {
    expect(parse(renderStepLines(NEXT, MINIMAL_TEMPLATE, 'en-US').join('\n'))).toEqual([
      { uses: 'OWNER/REPO@v1', with: NEXT.inputs },
    ]);
  });

  it('uses the action of the operation where the step before did', () => {
    const template = { ...MINIMAL_TEMPLATE, uses: 'octo-org/deploy@v1', isActionOfOperation: true };
    const next = {
      sentence: 'Get it',
      inputs: { operation: 'tem-package-url', 'deploy-version': '1.20' },
    };
    expect(parse(renderStepLines(next, template, 'en-US').join('\n'))).toEqual([
      {
        uses: 'octo-org/deploy/tem/package-url@v1',
        with: { 'deploy-version': '1.20' },
      },
    ]);
  });

  it('is none where the sentence says it all', () => {
    expect(renderStepLines({ sentence: 'Raise it.' }, MINIMAL_TEMPLATE, 'en-US')).toEqual([]);
  });
});
