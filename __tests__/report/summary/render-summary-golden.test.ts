import { describe, expect, it } from '@jest/globals';
import { renderSummary } from '../../../src/report/summary/render-summary.ts';
import { ENDINGS } from '../endings.ts';

describe('The job summary', () => {
  it.each(Object.entries(ENDINGS))('of %s', (_, { input, record }) => {
    expect(`\n${renderSummary(record, input)}`).toMatchSnapshot();
  });
});
