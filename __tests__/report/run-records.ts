import fc from 'fast-check';
import type { BatchProgress, BatchState } from '../../src/rollout/batch-progress.ts';
import type { Pod, Snapshot } from '../../src/rollout/snapshot.ts';
import type { Segment } from '../../src/rollout/timeline.ts';
import type { Detail } from '../../src/text/detail.ts';
import type { Outcome, Status } from '../../src/report/outcome.ts';
import type { RunRecord } from '../../src/report/run-record.ts';
import { createRunRecord } from '../../src/report/run-record.ts';
import type { SummaryInput } from '../../src/report/summary/summary-input.ts';
import type { StageReport } from '../../src/verification/criteria.ts';
import { createStage, createTarget } from './stage-reports.ts';
import { HOSTILE, hostileText } from '../support/hostile.ts';

export const START = Date.UTC(2026, 10, 20, 10, 0, 0);

/** Of a rolling update that went well, but for what is given. */
export function createSummaryInput(more: Partial<SummaryInput> = {}): SummaryInput {
  const { operation = 'tem-rolling-update' } = more;
  return {
    operation,
    consoleUrl: `https://console.cloud.tencent.com/${operation.slice(0, 3)}`,
    outcome: { status: 'succeeded', headline: 'shop is on v2', code: '', details: [], next: [] },
    isSuccess: true,
    now: START + 100_000,
    took: 100_000,
    inputs: { region: 'ap-guangzhou', applicationId: 'app-1', environmentId: 'en-1' },
    run: { repository: '', sha: '', actor: '', number: '', commitUrl: '', runUrl: '' },
    template: { uses: 'octo-org/deploy@v1', remarks: [], env: [], with: ['region: ap-guangzhou'] },
    language: 'en-US',
    ...more,
  };
}

export function createBatch(position: BatchProgress['position'], state: BatchState): BatchProgress {
  return {
    position,
    of: 2,
    state,
    healthy: 1,
    total: 1,
    note: '',
    trouble: '',
    nextStart: undefined,
  };
}

/** Seconds since the start. */
export function createSegment(
  position: Segment['position'],
  kind: Segment['kind'],
  from: number,
  to?: number,
): Segment {
  return { position, kind, from: START + from * 1000, to: to && START + to * 1000 };
}

export function createPod(more: Partial<Pod> = {}): Pod {
  return {
    podId: 'shop-1',
    versionId: 'revision-2',
    deployVersion: '',
    ip: '10.0.0.2',
    status: 'Running',
    isReady: true,
    isUnhealthy: false,
    warning: '',
    containerState: 'running',
    restartCount: 0,
    createTime: '',
    ...more,
  };
}

export function createSnapshot(pods: readonly Pod[], expectedInstances = pods.length): Snapshot {
  return {
    application: {
      applicationId: 'app-1',
      applicationName: 'shop',
      environmentId: 'en-1',
      versionId: 'revision-2',
      deployMode: 'IMAGE',
      deployVersion: 'v2',
      pkgName: '',
      underDeploying: false,
      batchDeployStatus: '',
      expectedInstances,
      currentInstances: pods.length,
      publicUrl: '',
    },
    deployment: undefined,
    pods,
  };
}

/** The record of a step; its rollout, where it has one, brings v2. */
export function createRecord(more: Partial<RunRecord> = {}): RunRecord {
  const version = more.outputs?.['revision-id'] ? 'v2' : '';
  return { ...createRunRecord(), version, ...more };
}

const anything = fc.oneof(hostileText, fc.constantFrom(...HOSTILE, ...mermaidSyntax()));

/** What Mermaid would take for syntax of its own. */
function mermaidSyntax(): string[] {
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
  'succeeded',
  'failed',
  'waiting',
  'reverted',
  'timed-out',
  'cancelled',
  'started',
  'planned',
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
  ...{ position, state, healthy: count, total: count, note: anything, trouble: anything },
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
  ...{
    podId: anything,
    status: anything,
    warning: anything,
    containerState: anything,
    createTime: anything,
    deployVersion: anything,
    ip: anything,
  },
  versionId: fc.constantFrom('revision-1', 'revision-2'),
  ...{ isReady: fc.boolean(), isUnhealthy: fc.boolean(), restartCount: count },
});
const detail: fc.Arbitrary<Detail> = fc.oneof(
  anything.map((text) => ({ text })),
  fc.record({ label: anything, text: anything }),
  fc.record({ instance: anything, text: anything }),
  fc.record({ label: anything, text: anything, block: fc.array(anything, { maxLength: 3 }) }),
);
const outcomes: fc.Arbitrary<Outcome> = fc.record({
  status: fc.constantFrom(...STATUSES),
  headline: anything,
  code: fc.constantFrom('', 'file-type'),
  details: fc.array(detail),
  next: fc.array(fc.record({ sentence: anything, inputs: fc.constant({ operation: 'tem-wait' }) })),
});

const stage: fc.Arbitrary<StageReport> = fc
  .record({ url: anything, instance: anything, lastFailure: anything })
  .map((texts) => createStage({ targets: [createTarget(texts)] }));

/** A run in which every text from outside is hostile, and what its summary is made of. */
export const hostileRun: fc.Arbitrary<{ record: RunRecord; input: SummaryInput }> = fc
  .record({
    outcome: outcomes,
    version: anything,
    name: anything,
    strategy: anything,
    batches: fc.array(batch, { maxLength: 8 }),
    timeline: fc.array(segment, { maxLength: 20 }),
    pods: fc.array(pod, { maxLength: 30 }),
    verification: fc.array(stage, { maxLength: 3 }),
  })
  .map(({ outcome, version, name, strategy, batches, timeline, pods, verification }) => {
    const snapshot = createSnapshot(pods);
    const application = { ...snapshot.application, applicationName: name, deployVersion: version };
    const last = { ...snapshot, application };
    const outputs = { 'revision-id': 'revision-2', 'previous-version': version };
    const record = createRecord({
      ...{ batches, timeline, last, outputs, strategy, verification, version },
      before: last,
    });
    return { record, input: createSummaryInput({ outcome }) };
  });
