import type { SeriesPoint, StageReport, TargetReport } from '../../src/verification/criteria.ts';

export const STAGE_START = Date.UTC(2026, 10, 20, 10, 1, 0);

/** Of a URL that has passed, but for what is given. */
export function createTarget(more: Partial<TargetReport> = {}): TargetReport {
  return {
    url: 'https://shop.example.com/health',
    instance: '',
    verdict: 'passed',
    requests: 60,
    counted: 60,
    failures: 0,
    successRate: 100,
    latency: { p50: 21.4, p95: 84.2, p99: 101.5 },
    lastFailure: '',
    ...more,
  };
}

/** Of a stage that has passed, but for what is given. */
export function createStage(more: Partial<StageReport> = {}): StageReport {
  return {
    stage: 'beta',
    verdict: 'passed',
    startedAt: STAGE_START,
    duration: 60_000,
    targets: [createTarget()],
    series: createSeries(30),
    ...more,
  };
}

/** Points every two seconds: latencies go up and down, and requests fail from `failsFrom` on. */
export function createSeries(count: number, failsFrom = Infinity): SeriesPoint[] {
  return Array.from({ length: count }, (_, index) => {
    const failures = index < failsFrom ? 0 : 1 + (index % 2);
    const p95 = 40 + ((index * 37) % 60);
    return { at: index * 2_000, requests: 2, failures, p95: failures === 2 ? undefined : p95 };
  });
}

/** A beta batch whose new version fails with 503. */
export const FAILED_STAGE: StageReport = createStage({
  verdict: 'failed',
  duration: 24_000,
  failure: {
    cause: 'success-rate',
    successRate: 72.48,
    required: 95,
    lastFailure: '503',
    url: 'https://shop.example.com/health',
  },
  targets: [
    createTarget({
      verdict: 'failed',
      requests: 24,
      counted: 11,
      failures: 3,
      successRate: 72.48,
      lastFailure: '503',
    }),
  ],
  series: createSeries(12, 9),
});

/** A beta batch and the complete rollout; an instance was probed, too. */
export const PASSED_STAGES: readonly StageReport[] = [
  createStage({
    targets: [
      createTarget({ counted: 31 }),
      createTarget({ url: 'http://10.0.0.2:8080/health', instance: 'shop-1' }),
    ],
  }),
  createStage({ stage: 'final', startedAt: STAGE_START + 120_000 }),
];
