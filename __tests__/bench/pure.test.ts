import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answersOf } from '../../bench/growth/answers.ts';
import { costOf } from '../../bench/growth/step.ts';
import { chart, ticks } from '../../bench/plot.ts';
import { integer, logBetween, seededRandom, weighted } from '../../bench/random.ts';
import { markdown, replaced } from '../../bench/results.ts';
import { phases } from '../../bench/startup/profile.ts';
import { mean, median, powerBetween, quantile } from '../../bench/statistics.ts';
import { rounded, table, verdict } from '../../bench/table.ts';

describe('statistics', () => {
  it.each([
    [[3], 3, 3],
    [[4, 1], 2.5, 4],
    [[5, 1, 3], 3, 5],
  ])('of %j', (values, middle, most) => {
    expect(median(values)).toBe(middle);
    expect(quantile(values, 1)).toBe(most);
  });

  it('put the median and the mean between the least and the most', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        for (const middle of [median(values), mean(values), quantile(values, 0.95)]) {
          expect(middle).toBeGreaterThanOrEqual(Math.min(...values));
          expect(middle).toBeLessThanOrEqual(Math.max(...values));
        }
      }),
    );
  });

  it('tell linear from quadratic growth', () => {
    expect(powerBetween([10, 30], [100, 300])).toBeCloseTo(1);
    expect(powerBetween([10, 100], [100, 10_000])).toBeCloseTo(2);
  });
});

describe('random numbers', () => {
  it('are the same for the same seed, and within their bounds', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const draw = () => {
          const random = seededRandom(seed);
          return [
            random(),
            integer(random, 1, 6),
            logBetween(random, 20, 180),
            weighted(random, [
              [1, 'a'],
              [2, 'b'],
            ]),
          ] as const;
        };
        const [unit, die, time] = draw();
        expect(draw()).toEqual(draw());
        expect(unit >= 0 && unit < 1).toBe(true);
        expect([1, 2, 3, 4, 5, 6]).toContain(die);
        expect(time >= 20 && time <= 180).toBe(true);
      }),
    );
  });
});

describe('tables and plots', () => {
  it.each([
    [0.123, '0.12'],
    [12.34, '12.3'],
    [1234.5, '1,235'],
    [7, '7'],
    [NaN, '–'],
  ])('round %d to %s', (value, text) => {
    expect(rounded(value)).toBe(text);
  });

  it('have a row for each, and say what was missed', () => {
    const text = table(['a', 'b'], [['x|y', verdict(false)]]);
    expect(text).toBe('| a | b |\n| --- | --: |\n| x\\|y | **missed** |');
  });

  it('have ticks from 0 to beyond the largest value', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e9, noNaN: true }), (most) => {
        const values = ticks(most);
        expect(values[0]).toBe(0);
        expect(values.at(-1)).toBeGreaterThanOrEqual(most * 0.999);
        expect(values.length).toBeLessThanOrEqual(7);
      }),
    );
  });

  it('draw a line, or points with labels, within the picture', () => {
    const points = [
      [0, 1],
      [5, 10],
    ] as const;
    const axes = { title: 'a < b', x: 's', y: 'n' };
    expect(chart({ ...axes, series: [{ name: 'line', points }] })).toContain('a &lt; b');
    const labels = ['one', 'two'];
    const svg = chart({ ...axes, series: [{ name: 'dots', points, labels }] });
    expect(svg.match(/<circle/g)).toHaveLength(2);
    expect(svg).not.toMatch(/NaN|Infinity/);
  });
});

describe('RESULTS.md', () => {
  const results = 'top\n<!-- a -->\nold\n<!-- /a -->\n<!-- b -->\n<!-- /b -->';

  it('gets a section in its place, again and again', () => {
    const once = replaced(results, 'a', 'new');
    expect(once).toContain('<!-- a -->\n\nnew\n\n<!-- /a -->');
    expect(replaced(once, 'a', 'new')).toBe(once);
    expect(() => replaced(results, 'c', 'new')).toThrow('no marks for c');
  });

  it('says how to repeat a part', () => {
    const plots = [{ file: 'polls.svg', svg: '' }];
    const text = markdown('polls', { title: 'Polls', text: ['words'], plots, data: {} });
    expect(text).toContain('npm run bench -- polls');
    expect(text).toContain('](polls.svg)');
  });
});

describe('a profile', () => {
  it('is told by phases', () => {
    const frame = (id: number, functionName: string, url = '') => ({
      id,
      callFrame: { functionName, url },
    });
    const nodes = [
      frame(1, '(idle)'),
      frame(2, 'run', 'file:///dist/index.js'),
      frame(3, 'compileSourceTextModule'),
    ];
    const times = phases({
      nodes,
      samples: [1, 2, 2, 3],
      timeDeltas: [1_000, 2_000, 3_000, 4_000],
    });
    expect([...times.values()].filter((time) => time > 0)).toEqual([1, 4, 5]);
    expect(times.get('parsing the bundle')).toBe(4);
  });
});

describe('growth', () => {
  it.each([
    [10, 1],
    [250, 3],
  ])('runs a step over %d instances in %d batches', async (pods, batches) => {
    expect(await costOf(answersOf(pods, batches))).toMatchObject({ status: 'succeeded' });
  });

  it('survives an answer that is much larger than it needs to be', async () => {
    expect(await costOf(answersOf(10, 1), { padding: 5_000_000 })).toMatchObject({
      status: 'succeeded',
    });
  });
});
