import { describe, expect, it } from '@jest/globals';
import { OURS } from '../../bench/road/programs.ts';
import { countInTurn } from '../../bench/road/rollout.ts';
import { runLimited } from '../../bench/road/limited-run.ts';
import { lineSeconds, measureTransfers } from '../../bench/road/transfers.ts';
import { transferVerdicts, transfersTable } from '../../bench/road/transfers-table.ts';
import { CLEAR } from '../support/road/weather.ts';

const MIB = 2 ** 20;

describe('the benchmark of a long road', () => {
  it('sends and gets a file over connections that are cut, and resumes', async () => {
    const bytes = 5 * MIB;
    const cut = { least: 2 * MIB, most: 2 * MIB };
    const weather = { ...CLEAR, delayMs: 5, sharedBytesPerSecond: 50 * MIB, cut };
    const roads = [{ name: 'cuts', weather, isOursOnly: true }];
    const scenarios = await measureTransfers({ bytes, rounds: 1, roads });
    expect(scenarios.map(({ direction }) => direction)).toEqual(['upload', 'download']);
    for (const { runs } of scenarios) {
      expect(Object.keys(runs)).toEqual([OURS]);
      expect(runs[OURS]).toMatchObject([{ isComplete: true }]);
    }
    const [upload, download] = scenarios;
    expect(upload?.runs[OURS]?.[0]?.traffic.sent).toBeGreaterThanOrEqual(bytes);
    expect(download?.runs[OURS]?.[0]?.traffic.answered).toBeGreaterThanOrEqual(bytes);
    expect(scenarios.map(transfersTable).join()).not.toMatch(/NaN|undefined|–/);
    expect(transferVerdicts(scenarios).split('\n')).toHaveLength(4);
  }, 60_000);

  it('knows what the line allows', () => {
    const weather = { ...CLEAR, delayMs: 125, sharedBytesPerSecond: 1000 };
    expect(lineSeconds(2000, weather)).toBe(2.25);
  });

  it.each([
    [[], 0],
    [[0, 10, 100, 249], 1],
    [[0, 250, 260, 510], 3],
    [[300, 0], 2],
  ])('counts of the calls at %j those that follow each other', (times, count) => {
    expect(countInTurn(times, 250)).toBe(count);
  });

  it('stops a program, with its children, when its time is over', async () => {
    const command = { file: 'sh', args: ['-c', 'sleep 60; echo never'] };
    expect(await runLimited(command, 0.1)).toMatchObject({ code: undefined, printed: '' });
    const failing = { file: 'sh', args: ['-c', 'echo so; exit 3'] };
    expect(await runLimited(failing, 30)).toMatchObject({ code: 3, printed: 'so' });
  });
});
