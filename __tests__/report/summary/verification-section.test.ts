import { describe, expect, it } from '@jest/globals';
import { renderVerification } from '../../../src/report/summary/verification-section.ts';
import type { StageReport } from '../../../src/verification/criteria.ts';
import { createSeries, createStage, createTarget, FAILED_STAGE } from '../stage-reports.ts';

const render = (...stages: StageReport[]) => renderVerification(stages, 2, 'en-US');

/** The cells of each row of the table, without its header. */
function rowsOf(markdown: string): string[][] {
  const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The values and the end of the vertical axis of each chart. */
function chartsOf(markdown: string) {
  const diagrams = Array.from(markdown.matchAll(/xychart-beta\n([^`]*)/g), ([, body = '']) => body);
  return diagrams.map((body) => ({
    values: (/bar \[(.*)\]/.exec(body)?.[1] ?? '').split(', ').map(Number),
    top: Number(/y-axis 0 --> (\S+)/.exec(body)?.[1]),
    end: Number(/x-axis ".*" 0 --> (\S+)/.exec(body)?.[1]),
  }));
}

describe('the table of the verification', () => {
  it('is left out if nothing was verified', () => {
    expect(render()).toBe('');
  });

  it('has a row for each stage and URL', () => {
    const two = [createTarget(), createTarget({ url: 'http://10.0.0.2/', instance: 'shop-1' })];
    const rows = rowsOf(render(createStage({ targets: two }), createStage({ stage: 'final' })));
    expect(rows.map(([stage]) => stage)).toEqual(['beta', 'beta', 'final']);
    expect(rows[1]?.[1]).toContain('shop-1');
  });

  it.each([
    [99.99, '99.9 %'],
    [94.96, '94.9 %'],
    [100, '100 %'],
    [undefined, ''],
  ])('never rounds a rate up: %d', (successRate, shown) => {
    const targets = [createTarget({ successRate })];
    expect(rowsOf(render(createStage({ targets })))[0]?.[4]).toBe(shown);
  });

  it.each([
    ['passed', 'passed', '✅'],
    ['failed', 'failed', '❌'],
    // Another URL has failed: this one was not judged.
    ['pending', 'failed', 'stopped'],
    ['pending', 'stopped', 'stopped'],
    ['pending', 'pending', 'not finished'],
  ] as const)('shows the result of a URL that is %s in a stage that is %s', (url, stage, shown) => {
    const targets = [createTarget({ verdict: url })];
    expect(rowsOf(render(createStage({ verdict: stage, targets })))[0]?.[6]).toContain(shown);
  });

  it('tells how many answers came from old instances', () => {
    expect(rowsOf(render(FAILED_STAGE))[0]?.[2]).toMatch(/24.*13/);
    expect(rowsOf(render(createStage()))[0]?.[2]).toBe('60');
  });

  it('has room for many rows', () => {
    const stages = Array.from({ length: 80 }, (_, index) => createStage({ stage: index }));
    const markdown = render(...stages);
    expect(rowsOf(markdown)).toHaveLength(50);
    expect(chartsOf(markdown).length).toBeLessThanOrEqual(8);
  });
});

describe('the charts of the verification', () => {
  it('show the latency, and failures if there are any', () => {
    expect(chartsOf(render(createStage()))).toHaveLength(1);
    const [latency, failures] = chartsOf(render(FAILED_STAGE));
    expect(latency?.values).toHaveLength(12);
    expect(failures).toMatchObject({ top: 100 });
    expect(failures?.values.slice(-3)).toEqual([100, 50, 100]);
  });

  it('leave a gap where nothing succeeded', () => {
    const [latency] = chartsOf(render(FAILED_STAGE));
    expect(latency?.values.at(-1)).toBe(0);
  });

  it('have room for each value', () => {
    const slow = createSeries(30).map((point) => ({ ...point, p95: 59_999.6 }));
    const fast = createSeries(30).map((point) => ({ ...point, p95: 0.4 }));
    for (const series of [slow, fast, createSeries(30)]) {
      for (const { top, values } of chartsOf(render(createStage({ series })))) {
        expect(Math.max(...values)).toBeLessThanOrEqual(top);
      }
    }
  });

  it('count minutes if the stage was long', () => {
    const series = createSeries(30).map((point) => ({ ...point, at: point.at * 60 }));
    expect(chartsOf(render(createStage({ series })))[0]?.end).toBe(58);
    expect(chartsOf(render(createStage()))[0]?.end).toBe(58);
  });

  it.each([0, 1])('are left out with %d points', (count) => {
    expect(chartsOf(render(createStage({ series: createSeries(count) })))).toEqual([]);
  });

  it('are left out if no request was answered', () => {
    const series = createSeries(5).map((point) => ({ ...point, requests: 0, p95: undefined }));
    expect(chartsOf(render(createStage({ series })))).toEqual([]);
  });
});
