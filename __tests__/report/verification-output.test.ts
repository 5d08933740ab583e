import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { listVerification } from '../../src/report/verification-output.ts';
import type { StageReport } from '../../src/verification/criteria.ts';
import { hostileText } from '../support/hostile.ts';
import { RESULT_SCHEMA, validate } from '../support/json-schema.ts';
import { createStage, createTarget, FAILED_STAGE } from './stage-reports.ts';

/** What does not fit the schema of `verification` in `result`. */
function findMistakes(stages: readonly StageReport[]): string[] {
  const schema = RESULT_SCHEMA.properties?.verification ?? {};
  return validate(JSON.parse(JSON.stringify(listVerification(stages))), schema);
}

const STAGES: [string, StageReport][] = [
  ['that has passed', createStage()],
  ['of a batch', createStage({ stage: 2 })],
  ['without batches', createStage({ stage: 'paused' })],
  ['at the end', createStage({ stage: 'final' })],
  ['that has failed', FAILED_STAGE],
  [
    'in progress',
    createStage({ verdict: 'pending', targets: [createTarget({ verdict: 'pending' })] }),
  ],
  ['that was stopped', createStage({ verdict: 'stopped' })],
  ['without URLs', createStage({ targets: [], series: [] })],
  [
    'without an answer',
    createStage({
      targets: [createTarget({ counted: 0, successRate: undefined, latency: undefined })],
    }),
  ],
  ['of an instance', createStage({ targets: [createTarget({ instance: 'shop-1' })] })],
];

describe('the output verification', () => {
  it.each(STAGES)('of a stage %s fits the schema', (_, stage) => {
    expect(findMistakes([stage])).toEqual([]);
  });

  it('has rates in percent and latencies in milliseconds', () => {
    const target = createTarget({ successRate: 99.33333, latency: { p50: 1.239, p95: 2, p99: 3 } });
    expect(listVerification([createStage({ duration: 29_600, targets: [target] })])).toMatchObject([
      {
        stage: 'beta',
        'started-at': '2026-11-20T10:01:00Z',
        'duration-seconds': 30,
        targets: [{ 'success-rate': 99.33, 'p50-ms': 1.24, 'p95-ms': 2, 'p99-ms': 3 }],
      },
    ]);
  });

  it('says why a stage has failed, and nothing of one that has passed', () => {
    expect(listVerification([FAILED_STAGE])).toMatchObject([
      { verdict: 'failed', reason: 'success-rate', targets: [{ 'last-failure': '503' }] },
    ]);
    expect(JSON.stringify(listVerification([createStage()]))).not.toMatch(/reason|last-failure/);
  });

  it('stays valid and small, whatever it contains', () => {
    const stage = fc
      .record({
        url: hostileText,
        instance: hostileText,
        lastFailure: hostileText,
        times: fc.nat(3),
      })
      .map(({ times, url, ...texts }) =>
        createStage({ targets: [createTarget({ ...texts, url: url.repeat(10 ** times) })] }),
      );
    fc.assert(
      fc.property(fc.array(stage, { maxLength: 5 }), (stages) => {
        const shown = JSON.stringify(listVerification(stages));
        expect(findMistakes(stages)).toEqual([]);
        expect(shown).not.toMatch(/[\p{Cc}]/u);
        expect(shown.length).toBeLessThanOrEqual(50_000);
      }),
    );
  });

  it('of thousands of URLs fits into an environment variable', () => {
    const targets = Array.from({ length: 20 }, (_, index) =>
      createTarget({
        url: `https://shop.example.com/${'a'.repeat(400)}/${index}`,
        instance: 'shop',
      }),
    );
    const stages = Array.from({ length: 50 }, () => createStage({ targets }));
    const text = JSON.stringify(listVerification(stages));
    expect(Buffer.byteLength(text)).toBeLessThan(64 * 1024);
    expect(listVerification(stages).length).toBeGreaterThan(1);
  });
});
