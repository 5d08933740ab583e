import type { Outcome } from '../../src/report/outcome.ts';
import { createOutcome, isSuccess, MORE_TIME } from '../../src/report/outcome.ts';
import { describeError } from '../../src/report/error-outcome.ts';
import type { RunRecord } from '../../src/report/run-record.ts';
import type { StepTemplate } from '../../src/report/step-snippet.ts';
import type { SummaryInput } from '../../src/report/summary/summary-input.ts';
import { ApiResponseError } from '../../src/tencent/api-errors.ts';
import { TransferError } from '../../src/transfer/transfer-errors.ts';
import { IdTokenError } from '../../src/github/id-token.ts';
import {
  suggestResume,
  suggestRevert,
  suggestWait,
} from '../../src/operations/tem/tem-next-steps.ts';
import { formatStrategy } from '../../src/operations/tem/progress-log.ts';
import { describePods } from '../../src/report/pod-remedies.ts';
import { message } from '../../src/text/message.ts';
import {
  createBatch,
  createPod,
  createRecord,
  createSegment,
  createSnapshot,
  createSummaryInput,
} from './run-records.ts';
import { FAILED_STAGE, PASSED_STAGES } from './stage-reports.ts';

/** How a step ended, and what was known by then. */
export interface Ending {
  readonly outcome: Outcome;
  readonly record: RunRecord;
  readonly input: SummaryInput;
}

const TEMPLATE: StepTemplate = {
  uses: 'octo-org/deploy@v1',
  remarks: [message('github.remark-id-token')],
  env: [],
  with: ['oidc-provider-id: github', 'region: ap-guangzhou'],
};
const TARGET = { applicationId: 'app-1', environmentId: 'en-1' };
const REVERT = suggestRevert(TARGET, 'revision-2');
const WAIT = suggestWait(TARGET, 'revision-2');
const RESUME = suggestResume(TARGET, 'revision-2');

const OLD = createPod({ podId: 'shop-0', versionId: 'revision-1' });
const CRASHING = createPod({
  podId: 'shop-2',
  status: 'CrashLoopBackOff',
  isReady: false,
  warning: 'exit code 1',
  restartCount: 6,
});
const ROLLOUT: Partial<RunRecord> = {
  before: createSnapshot([OLD, OLD]),
  strategy: formatStrategy({
    type: 0,
    totalBatchCount: 2,
    betaBatchNum: undefined,
    batchInterval: undefined,
  }),
  outputs: { 'revision-id': 'revision-2', 'previous-version': 'v1', 'request-id': 'request-1' },
};
const FAILED_BATCH: Partial<RunRecord> = {
  ...ROLLOUT,
  last: createSnapshot([CRASHING, OLD], 2),
  batches: [
    { ...createBatch(1, { kind: 'deploying' }), healthy: 0 },
    { ...createBatch(2, { kind: 'not-started' }), healthy: 0 },
  ],
  timeline: [createSegment(1, 'deploying', 6)],
};
const CRASH_DETAILS = describePods([CRASHING], []).details;
const KEPT = { text: message('policy.kept-in-progress', { policy: 'on-failure' }) };
const FAILING = message('rollout.instances-failing', { count: 1, grace: { duration: 120_000 } });
const RUN: SummaryInput['run'] = {
  repository: 'octo-org/shop',
  sha: 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678',
  actor: 'octocat',
  number: '7',
  commitUrl: 'https://github.com/octo-org/shop/commit/a1b2c3d4e5f6',
  runUrl: 'https://github.com/octo-org/shop/actions/runs/77',
};

function end(
  outcome: Outcome,
  record: Partial<RunRecord> = {},
  operation = 'tem-rolling-update',
): Ending {
  const input = createSummaryInput({
    operation,
    outcome,
    isSuccess: isSuccess(outcome.status, operation),
    run: RUN,
    template: TEMPLATE,
  });
  return { outcome, record: createRecord(record), input };
}

const SUCCEEDED = message('rollout.succeeded-after', {
  application: 'shop',
  version: 'v2',
  previous: 'v1',
});

const IDENTITY = { label: message('plan.identity'), text: 'qcs::cam::uin/1:uin/1' };
const CHANGE = message('plan.label-change');
const TWO = message('words.instances', { count: 2 });
const UPDATE = message('plan.update', { application: 'shop', previous: 'v1', version: 'v2' });
const PUBLISH = message('plan.car-online', { application: 'app-car00001', version: 'ver-2' });

const SHARED = 'https://shop.example.com/health';
const PAUSED_BETA = message('verification.stage-batch', { batch: message('rollout.beta') });
const VERIFIED_ROLLOUT: Partial<RunRecord> = {
  ...ROLLOUT,
  batches: [createBatch('beta', { kind: 'finished' }), createBatch(1, { kind: 'finished' })],
  timeline: [
    createSegment('beta', 'deploying', 6, 20),
    createSegment('beta', 'waiting', 20, 110),
    createSegment(1, 'deploying', 110, 125),
  ],
};

/** The typical ends of a step: each golden file of a medium shows all of them. */
export const ENDINGS: Readonly<Record<string, Ending>> = {
  succeeded: end(createOutcome('succeeded', SUCCEEDED), {
    ...ROLLOUT,
    last: createSnapshot([createPod(), createPod({ podId: 'shop-2' })]),
    batches: [createBatch(1, { kind: 'finished' }), createBatch(2, { kind: 'finished' })],
    timeline: [
      createSegment(1, 'deploying', 6, 30),
      createSegment(1, 'interval', 30, 60),
      createSegment(2, 'deploying', 60, 90),
    ],
  }),
  'failed by an instance': end(
    createOutcome('failed', FAILING, {
      details: [...CRASH_DETAILS, KEPT],
      next: [REVERT, { sentence: message('policy.next-automatic') }],
    }),
    FAILED_BATCH,
  ),
  waiting: end(
    createOutcome('waiting', message('rollout.waiting', { application: 'shop' }), {
      next: [RESUME, REVERT],
    }),
    {
      ...ROLLOUT,
      last: createSnapshot([createPod(), OLD], 2),
      batches: [
        createBatch('beta', { kind: 'waiting' }),
        { ...createBatch(1, { kind: 'not-started' }), healthy: 0 },
      ],
      timeline: [createSegment('beta', 'deploying', 6, 30), createSegment('beta', 'waiting', 30)],
    },
  ),
  reverted: end(
    createOutcome('reverted', message('policy.rolled-back', { version: 'v1', cause: FAILING }), {
      details: CRASH_DETAILS,
    }),
    {
      ...FAILED_BATCH,
      last: createSnapshot([OLD, OLD]),
      timeline: [
        createSegment(1, 'deploying', 6, 60),
        createSegment('revert', 'deploying', 62, 100),
      ],
    },
  ),
  verified: end(createOutcome('succeeded', SUCCEEDED), {
    ...VERIFIED_ROLLOUT,
    last: createSnapshot([createPod(), createPod({ podId: 'shop-2' })]),
    verification: PASSED_STAGES,
  }),
  'not verified': end(
    createOutcome('failed', message('verification.failed', { stage: PAUSED_BETA }), {
      code: 'verification-failed',
      details: [
        { text: message('verification.rate', { rate: '72.4', url: SHARED, required: 95 }) },
        { text: message('verification.last-failure', { reason: '503' }) },
        KEPT,
      ],
      next: [REVERT],
    }),
    {
      ...VERIFIED_ROLLOUT,
      last: createSnapshot([createPod(), OLD], 2),
      batches: [
        createBatch('beta', { kind: 'waiting' }),
        { ...createBatch(1, { kind: 'not-started' }), healthy: 0 },
      ],
      timeline: [createSegment('beta', 'deploying', 6, 30), createSegment('beta', 'waiting', 30)],
      verification: [FAILED_STAGE],
    },
  ),
  'timed out': end(
    createOutcome('timed-out', message('rollout.timed-out', { limit: { duration: 600_000 } }), {
      details: [
        { instance: 'shop-9', text: 'Pending' },
        { text: message('policy.kept-in-progress', { policy: 'on-timeout' }) },
      ],
      next: [WAIT, REVERT, MORE_TIME],
    }),
    ROLLOUT,
  ),
  started: end(
    createOutcome('started', message('rollout.started-version', { version: 'v2' }), {
      next: [WAIT],
    }),
    ROLLOUT,
  ),
  planned: end(
    createOutcome('planned', message('plan.headline', { plan: UPDATE }), {
      isBlocked: false,
      details: [
        IDENTITY,
        {
          label: CHANGE,
          text: message('plan.upload', { path: 'build/shop.jar', size: '48.2 MB' }),
        },
        { label: CHANGE, text: message('plan.roll-out', { version: 'v2', instances: TWO }) },
      ],
      next: [{ sentence: message('plan.apply') }],
    }),
    { before: createSnapshot([OLD, OLD]) },
  ),
  'a plan that is blocked': end(
    createOutcome('planned', message('plan.headline-blocked', { plan: PUBLISH }), {
      isBlocked: true,
      details: [
        IDENTITY,
        {
          label: message('plan.label-blocked-by'),
          text: message('car.not-publishable', { version: 'ver-2' }),
        },
      ],
    }),
    { target: 'app-car00001 · 2 versions' },
    'car-set-online',
  ),
  'a call that the cloud refused': end(
    describeError(
      new ApiResponseError({
        service: 'tem',
        action: 'RollingUpdateApplicationByVersion',
        code: 'ResourceInUse.ServiceDeploying',
        message: 'The service <shop> is deploying.',
        requestId: 'request-2',
      }),
    ),
  ),
  'a wrong file': end(
    describeError(
      new TransferError(
        'file-not-found',
        message('files.package-none', { patterns: 'build/*.zip' }),
        [
          { label: message('files.label-searched'), text: '/home/runner/work/shop/shop' },
          { label: message('words.fix'), text: message('files.build-package') },
        ],
      ),
    ),
    { target: 'app-car00001 · 2 versions' },
    'car-create-version',
  ),
  'no ID token': end(
    describeError(
      new IdTokenError('id-token-permission', message('github.id-token-permission'), [
        {
          label: message('words.fix'),
          text: message('github.grant-id-token'),
          block: ['  permissions:', '    id-token: write'],
        },
        { text: message('github.caller-needs-it') },
      ]),
    ),
  ),
  'an error of the action itself': end(describeError(new TypeError('x is not a function'))),
};

/** A failed verification in Chinese; its table and charts are the only ones that are long. */
export const NOT_VERIFIED_IN_CHINESE: Ending = inChinese(
  end(
    createOutcome('failed', message('verification.failed', { stage: PAUSED_BETA }), {
      code: 'verification-failed',
      details: [
        { text: message('verification.rate', { rate: '72.4', url: SHARED, required: 95 }) },
      ],
    }),
    { ...VERIFIED_ROLLOUT, verification: [FAILED_STAGE] },
  ),
);

function inChinese({ input, ...ending }: Ending): Ending {
  return { ...ending, input: { ...input, language: 'zh-CN' } };
}
