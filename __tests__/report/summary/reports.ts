import fc from 'fast-check';
import type { BatchProgress, BatchState } from '../../../src/rollout/batch-progress.ts';
import type { Pod, Snapshot } from '../../../src/rollout/snapshot.ts';
import type { Segment } from '../../../src/rollout/timeline.ts';
import type { Outcome, Status } from '../../../src/report/outcome.ts';
import type { RunRecord } from '../../../src/report/run-record.ts';
import { createRunRecord } from '../../../src/report/run-record.ts';
import type { SummaryInput } from '../../../src/report/summary/target-overview.ts';
import { HOSTILE, hostileText } from '../../support/hostile.ts';

export const START = Date.UTC(2026, 10, 20, 10, 0, 0);

/** Facts of a rolling update that went well, but for what is given. */
export function factsOf(more: Partial<SummaryInput> = {}): SummaryInput {
  return {
    operation: 'tem-rolling-update',
    outcome: { status: 'succeeded', headline: 'shop is on v2', code: '', details: [], next: [] },
    isSuccess: true,
    now: START + 100_000,
    took: 100_000,
    inputs: { region: 'ap-guangzhou', applicationId: 'app-1', environmentId: 'en-1' },
    run: { repository: '', sha: '', actor: '', number: '', commitUrl: '', runUrl: '' },
    template: { uses: 'octo-org/deploy@v1', remarks: [], env: [], with: ['region: ap-guangzhou'] },
    ...more,
  };
}

export function batchOf(position: BatchProgress['position'], state: BatchState): BatchProgress {
  return { position, of: 2, state, healthy: 1, total: 1, note: '', nextStart: undefined };
}

/** Seconds since the start. */
export function segmentOf(
  position: Segment['position'],
  kind: Segment['kind'],
  from: number,
  to?: number,
): Segment {
  return { position, kind, from: START + from * 1000, to: to && START + to * 1000 };
}

export function podOf(more: Partial<Pod> = {}): Pod {
  return {
    ...{ podId: 'shop-1', versionId: 'revision-2', status: 'Running', isReady: true },
    ...{ isUnhealthy: false, warning: '', containerState: 'running', restartCount: 0 },
    ...more,
  };
}

export function snapshotOf(pods: readonly Pod[], expectedInstances = pods.length): Snapshot {
  return {
    application: {
      ...{ applicationId: 'app-1', applicationName: 'shop', environmentId: 'en-1' },
      ...{ versionId: 'revision-2', deployMode: 'IMAGE' },
      ...{ deployVersion: 'v2', pkgName: '', underDeploying: false, batchDeployStatus: '' },
      ...{ expectedInstances, currentInstances: pods.length },
    },
    deployment: undefined,
    pods,
  };
}

export function reportOf(more: Partial<RunRecord> = {}): RunRecord {
  return { ...createRunRecord(), ...more };
}

const anything = fc.oneof(hostileText, fc.constantFrom(...HOSTILE, ...MERMAID()));

/** What Mermaid would take for syntax of its own. */
function MERMAID(): string[] {
  return [
    'section x',
    'click a call alert(1)',
    '%%{init: {"theme":"dark"}}%%',
    'a :crit, done',
    '```',
    'end',
    '#35;',
    '; todayMarker on',
  ];
}

const STATUSES: readonly Status[] = [
  ...(['succeeded', 'failed', 'waiting', 'reverted'] as const),
  ...(['timed-out', 'cancelled', 'started', 'planned'] as const),
];
const KINDS = ['not-started', 'deploying', 'interval', 'waiting', 'finished'] as const;

const position: fc.Arbitrary<Segment['position']> = fc.oneof(
  fc.constantFrom('beta' as const, 'rollout' as const, 'revert' as const),
  fc.integer({ min: 1, max: 5 }),
);
const state: fc.Arbitrary<BatchState> = fc.oneof(
  fc.constantFrom(...KINDS).map((kind) => ({ kind })),
  anything.map((word) => ({ kind: 'unknown' as const, word })),
);
const count = fc.nat({ max: 5_000 });
const batch = fc.record({
  ...{ position, state, healthy: count, total: count, note: anything },
  of: fc.integer({ min: 1, max: 5 }),
  nextStart: fc.constant(undefined),
});
const segment = fc.record({
  position,
  kind: fc.constantFrom(...KINDS, 'unknown' as const),
  from: fc.integer({ min: START, max: START + 3_600_000 }),
  to: fc.option(fc.integer({ min: START, max: START + 7_200_000 }), { nil: undefined }),
});
const pod: fc.Arbitrary<Pod> = fc.record({
  ...{ podId: anything, status: anything, warning: anything, containerState: anything },
  versionId: fc.constantFrom('revision-1', 'revision-2'),
  ...{ isReady: fc.boolean(), isUnhealthy: fc.boolean(), restartCount: count },
});
const outcomes: fc.Arbitrary<Outcome> = fc.record({
  status: fc.constantFrom(...STATUSES),
  headline: anything,
  code: fc.constantFrom('', 'file-type'),
  details: fc.array(anything),
  next: fc.array(fc.record({ sentence: anything, inputs: fc.constant({ operation: 'tem-wait' }) })),
});

/** A report in which every text from outside is hostile, and its facts. */
export const hostileReport: fc.Arbitrary<{ report: RunRecord; facts: SummaryInput }> = fc
  .record({
    ...{ outcome: outcomes, version: anything, name: anything, strategy: anything },
    batches: fc.array(batch, { maxLength: 8 }),
    timeline: fc.array(segment, { maxLength: 20 }),
    pods: fc.array(pod, { maxLength: 30 }),
  })
  .map(({ outcome, version, name, strategy, batches, timeline, pods }) => {
    const snapshot = snapshotOf(pods);
    const application = { ...snapshot.application, applicationName: name, deployVersion: version };
    const last = { ...snapshot, application };
    const outputs = { 'revision-id': 'revision-2', 'previous-version': version };
    const report = reportOf({ ...{ batches, timeline, last, outputs, strategy }, before: last });
    return { report, facts: factsOf({ outcome }) };
  });
