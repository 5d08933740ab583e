import { DEMO_FUNCTION } from '../../simulator/index.ts';
import type { ApplicationSeed } from '../../simulator/index.ts';
import { ANY_IMAGE, AS_A_ROLE, withPublicAddress } from './assumed-cloud.ts';
import type { LiveRunOptions } from './live-world.ts';
import { APPLICATION, fetchUrl, MORE_TARGETS } from './live-world.ts';
import { inList, inResult, refuse, refuseBefore, serve, turnCodes } from './other-clouds.ts';

const tem = (behaviour: ApplicationSeed['behaviour'] = {}) => ({
  applications: [{ ...APPLICATION, behaviour }],
});

const TEM = [
  '--application-id',
  APPLICATION.applicationId,
  '--environment-id',
  APPLICATION.environmentId,
];
const CAR = ['--car-application-id', 'app-game0001'];
const SCF = ['--function-name', 'thumbnails'];
const DLC = ['--task-id', '20aadca2d4b511ef9ffa525400ba9019'];
const only = (...names: string[]) => names.flatMap((name) => ['--check', name]);

export interface TurnedWorld extends LiveRunOptions {
  /** The assumptions that do not hold in it. */
  readonly wrong: readonly string[];
}

const DETAIL = 'DescribeDeployApplicationDetail';
const ROLLING_UPDATE = 'RollingUpdateApplicationByVersion';
const KEYS_UNKNOWN_FOR_READS = 8;
const isNew = ({ ApplicationId }: Record<string, unknown>) => ApplicationId === 'app-new00001';
let reads = 0;
let infos = 0;

/** Clouds in which assumptions do not hold: several in each, as far as they do not hide each other. */
export const TURNED_WORLDS: Readonly<Record<string, TurnedWorld>> = {
  'other words, forms and codes in reads': {
    args: [...TEM, ...CAR, ...SCF, ...only('reads', 'scf-url', 'errors')],
    simulator: {
      tem: tem({ words: { finished: 'FailedOver' } }),
      car: {
        applications: [{ applicationId: 'app-game0001', behaviour: { createTime: 'yesterday' } }],
      },
      scf: {
        functions: [
          { functionName: 'thumbnails', behaviour: { codeSha256: 'wrong', urlForm: 'http' } },
        ],
      },
      serve: serve({
        answers: {
          [DETAIL]: inResult((detail) => ({
            ...inList('OtherBatchDetail', (batch) => ({ ...batch, BatchStatus: 'Paused' }))(
              detail,
              0,
              {},
            ),
            StartTime: `2026-01-01 00:00:${String((reads += 1)).padStart(2, '0')}`,
          })),
          DescribeApplicationPods: inResult(
            inList('PodList', (pod) => ({ ...pod, Status: 'Sleeping' })),
          ),
          DescribeApplicationVersion: inList('Versions', (version) => ({
            ...version,
            ApplicationVersionStatus: 'Frozen',
          })),
        },
      }),
    },
    post: turnCodes({
      InvalidAction: 'UnsupportedOperation',
      'AuthFailure.SignatureExpire': 'AuthFailure',
    }),
    fetchUrl: () => Promise.resolve({ status: 403, bytes: 0, sha256: '' }),
    wrong: [
      'tem-detail-without-version',
      'tem-success-word',
      'tem-status-words',
      'tem-pod-statuses',
      'tem-missing-action-code',
      'api-auth-before-execution',
      'car-statuses',
      'car-create-time',
      'scf-code-sha256',
      'scf-url-life',
      'scf-url-https',
    ],
  },
  'short pages, and a host without CAR': {
    args: [...TEM, ...CAR, ...only('reads')],
    simulator: {
      tem: tem(),
      serve: serve({
        refuses: {
          DescribeApplications: 'InvalidParameterValue.LimitExceeded',
          DescribeApplicationVersion: 'InvalidAction',
        },
      }),
    },
    wrong: ['api-page-limit', 'car-endpoint'],
  },
  'slow reads, minutes, small batches first': {
    pollInterval: '30s',
    args: [...TEM, ...DLC, ...only('reads', 'beta', 'dlc-download'), '--change'],
    simulator: {
      tem: tem({ visibleAfterSeconds: 60 }),
      dlc: { tasks: [{ taskId: DLC[1] ?? '', bucketRegion: 'ap-shanghai' }] },
      serve: serve({
        requests: {
          [ROLLING_UPDATE]: (update) => ({
            ...update,
            BatchInterval: Number(update.BatchInterval) * 60,
          }),
        },
        answers: {
          [DETAIL]: inResult(
            inList('OtherBatchDetail', (batch, index, all) => ({
              ...batch,
              PodNum: all.at(-1 - index)?.PodNum,
            })),
          ),
        },
      }),
    },
    wrong: ['tem-batch-interval-unit', 'tem-read-lag', 'tem-batch-division', 'dlc-bucket-region'],
  },
  'the beta batch counts, and a rollback has another word': {
    args: [...TEM, ...DLC, ...only('reads', 'beta', 'dlc-download'), '--change'],
    simulator: {
      tem: tem(),
      dlc: { tasks: [{ taskId: DLC[1] ?? '', behaviour: { givesKeys: false } }] },
      serve: serve({
        requests: {
          [ROLLING_UPDATE]: (update) =>
            update.DeployStrategyType === 'BETA' ? { ...update, TotalBatchCount: 1 } : update,
        },
        answers: {
          [DETAIL]: inResult((detail) => ({ ...detail, CurrentBatchStatus: 'Deploying' })),
        },
      }),
    },
    wrong: [
      'tem-batch-count-includes-beta',
      'tem-current-batch-status',
      'dlc-keys',
      'dlc-second-export',
    ],
  },
  'no pause, and times that mean nothing': {
    pollInterval: '30s',
    args: [...TEM, ...CAR, ...only('reads', 'beta', 'car-version'), '--change'],
    simulator: {
      tem: tem(),
      serve: serve({
        refuses: { CreateApplicationVersion: 'OperationDenied' },
        requests: { [ROLLING_UPDATE]: (update) => ({ ...update, DeployStrategyType: 'AUTO' }) },
        answers: {
          [DETAIL]: inResult((detail, now) => ({
            ...inList('OtherBatchDetail', (batch) => ({ ...batch, NextBatchStartTime: 42 }))(
              detail,
              0,
              {},
            ),
            StartTime: new Date(now).toISOString(),
          })),
        },
      }),
    },
    wrong: ['tem-beta-pause', 'tem-details-start-time', 'tem-next-start-unit', 'car-order'],
  },
  'other packages and keys': {
    args: [
      ...TEM,
      ...CAR,
      ...only('reads', 'package', 'upload-one', 'beta', 'car-version'),
      '--change',
    ],
    simulator: {
      tem: tem({ uploadedPackage: 'file-name', cosToken: { multipart: false } }),
      car: { applications: [{ applicationId: 'app-game0001', behaviour: { pathForm: 'folder' } }] },
      serve: serve({
        answers: {
          CreateCosToken: inResult((token) => ({
            ...token,
            ExpiredTime: String(Number(token.ExpiredTime) * 1000),
            FullPath: String(token.FullPath),
          })),
        },
      }),
    },
    fetchUrl: (url) =>
      Promise.resolve({
        status: /tem%2F|\/tem\/pkg\/\d/.test(url) ? 403 : 200,
        bytes: 0,
        sha256: '',
      }),
    wrong: [
      'tem-package-name-form',
      'cos-token-expiry',
      'cos-keys-multipart',
      'tem-package-url-name',
      'tem-package-url-life',
      'car-path-form',
    ],
  },
  'folders and buckets without an account': {
    args: [...TEM, ...only('reads', 'upload-one'), '--change'],
    simulator: {
      tem: tem(),
      serve: serve({
        answers: {
          CreateCosToken: inResult((token) => ({ ...token, Bucket: 'tem', FullPath: 'tem/pkg/' })),
        },
      }),
    },
    wrong: ['cos-bucket-name', 'tem-package-path'],
  },
  'other codes, keys that nobody knows for long, and a server of HTTPS': {
    args: [...TEM, ...SCF, ...MORE_TARGETS, ...only('reads', 'scf-url', 'errors')],
    areKeysNew: true,
    post: refuseBefore(({ headers }) => {
      const isAsked = headers['x-tc-action'] === 'DescribeApplicationInfo';
      if (isAsked) infos += 1;
      return isAsked && infos <= KEYS_UNKNOWN_FOR_READS ? 'AuthFailure.SecretIdNotFound' : '';
    }),
    simulator: {
      tem: tem(),
      scf: { functions: [DEMO_FUNCTION, ANY_IMAGE] },
      serve: serve({
        requests: {
          DescribeApplicationPods: refuse('InternalError', isNew),
          GetFunctionAddress: refuse(
            'UnknownParameter',
            (parameters) => 'CodeSecret' in parameters,
          ),
        },
        refuses: { AssumeRole: 'InvalidParameter.OverTimeError' },
        answers: { GetCallerIdentity: AS_A_ROLE, DescribeApplicationInfo: withPublicAddress },
      }),
    },
    fetchUrl: (url) =>
      url.includes('shop.example.com')
        ? Promise.resolve({ status: url.startsWith('https:') ? 200 : 400, bytes: 0, sha256: '' })
        : fetchUrl(url),
    wrong: [
      'tem-never-deployed',
      'tem-public-url-scheme',
      'scf-code-secret',
      'scf-image-function',
      'sts-new-keys',
      'sts-chained-duration',
    ],
  },
  'a gateway that wants its path signed': {
    args: [...only('gateway')],
    path: '/tencent',
    post: refuseBefore(() => 'AuthFailure.SignatureFailure'),
    wrong: ['api-gateway-path'],
  },
  'no rollout while a failed one is under deploying': {
    args: [...TEM, ...MORE_TARGETS, ...only('beta'), '--change'],
    confirm: (question) => Promise.resolve(question.includes('which crashes')),
    simulator: { tem: tem({ crash: { status: 'CrashLoopBackOff', versions: ['v-broken'] } }) },
    wrong: ['tem-rollout-after-failure'],
  },
};

/** Judges of questions to which the code accepts every answer. */
export const ACCEPTS_ANY: readonly string[] = [
  'tem-end-time',
  'tem-force',
  'tem-revert-of-failed',
  'tem-source-channel',
  'api-page-order',
  'cos-part-marker',
  'dlc-formats',
  'dlc-file-kind',
  'dlc-path-with-status',
  'tem-missing-beta-batch',
  'tem-deploy-version-filled',
  'tem-expected-instances',
  'tem-pod-version-listed',
  'tem-current-package-name',
  'tem-application-environments',
  'api-page-offset',
  'tem-restart-count',
  'tem-error-passes',
  'tem-batch-index',
  'tem-waiting-batch',
  'tem-reverted-revision',
  'tem-version-form',
  'cos-keys-read',
  'car-path-version',
  'car-upload-version',
  'tem-intl-actions',
  'api-gateway-answers',
];
