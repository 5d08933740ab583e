import { renderSummary } from '../../src/report/summary/render-summary.ts';
import { loadTexts } from '../../src/text/format-text.ts';
import type { Ending } from '../report/endings.ts';
import { ENDINGS, NOT_VERIFIED_IN_CHINESE } from '../report/endings.ts';
import { createStage, createTarget, FAILED_STAGE, createSeries } from '../report/stage-reports.ts';
import type { Made } from './case.ts';
import { HOSTILE } from './case.ts';

await loadTexts('zh-CN');

type Cases = Readonly<Record<string, () => Promise<Made>>>;

/** Many stages, of which only the last ones have charts; a URL and an instance that are hostile. */
const STAGES = [
  ...Array.from({ length: 5 }, (_, index) =>
    createStage({
      stage: index + 1,
      targets: [
        createTarget(),
        createTarget({
          url: `http://10.0.0.${index}:8080/${HOSTILE.table}${HOSTILE.script}`,
          instance: `shop-${HOSTILE.link}`,
        }),
      ],
    }),
  ),
  createStage({
    stage: 'final',
    verdict: 'stopped',
    targets: [createTarget({ verdict: 'pending', successRate: undefined, latency: undefined })],
    // An hour of latencies of seconds, and many failures.
    series: createSeries(30, 20).map(({ at, failures, p95, requests }) => ({
      ...{ at: at * 60, requests: requests * 500, failures: failures * 480 },
      p95: p95 && p95 * 97,
    })),
  }),
];

/** Summaries of verified rollouts, with the charts of their stages. */
export const VERIFICATIONS: Cases = {
  verified: () =>
    make(ENDINGS.verified, {
      heading: /^✅/,
      rows: [
        ['beta', 'https://shop.example.com/health', '60', '0', '100 %'],
        ['beta', 'http://10.0.0.2:8080/health', '60'],
        ['final', 'https://shop.example.com/health'],
      ],
      sections: ['beta', 'batch 1/2'],
      bars: '🟩🟦🟩',
      charts: 2,
    }),
  'not-verified': () =>
    make(ENDINGS['not verified'], {
      heading: /^❌/,
      rows: [['beta', 'https://shop.example.com/health', '24', '3', '72.4 %']],
      steps: ['operation: tem-revert'],
      sections: ['beta'],
      bars: '🟩🟦',
      charts: 2,
    }),
  'not-verified-chinese': () =>
    make(NOT_VERIFIED_IN_CHINESE, {
      heading: /^❌/,
      sections: ['小批量验证', '批次 1/2'],
      bars: '🟩🟦🟩',
      charts: 2,
    }),
  'many-stages': () =>
    make(
      ENDINGS.verified,
      { sections: ['beta', 'batch 1/2'], bars: '🟩🟦🟩', charts: 5, texts: [HOSTILE.script] },
      [FAILED_STAGE, ...STAGES],
    ),
};

function make(
  ending: Ending | undefined,
  expected: Omit<Made, 'summary'>,
  verification = ending?.record.verification,
): Promise<Made> {
  if (!ending || !verification) return Promise.reject(new Error('There is no such ending.'));
  const summary = renderSummary({ ...ending.record, verification }, ending.input);
  return Promise.resolve({ ...expected, summary });
}
