import type { InputName } from '../github/inputs/input-declarations.ts';
import { carCreateVersion } from './car/car-create-version.ts';
import { carSetOnline } from './car/car-set-online.ts';
import { dlcResultDownload } from './dlc/dlc-result-download.ts';
import { scfCodeUrl } from './scf/scf-code-url.ts';
import type { Operation } from './operation.ts';
import { temPackageUrl } from './tem/tem-package-url.ts';
import { temResume } from './tem/tem-resume.ts';
import { temRevert } from './tem/tem-revert.ts';
import { temRollback } from './tem/tem-rollback.ts';
import { temRollingUpdate } from './tem/tem-rolling-update.ts';
import { temWait } from './tem/tem-wait.ts';

/** All operations, by the value of the input `operation`. */
export const OPERATIONS = {
  'tem-rolling-update': temRollingUpdate,
  'tem-wait': temWait,
  'tem-resume': temResume,
  'tem-revert': temRevert,
  'tem-rollback': temRollback,
  'tem-package-url': temPackageUrl,
  'car-create-version': carCreateVersion,
  'car-set-online': carSetOnline,
  'scf-code-url': scfCodeUrl,
  'dlc-result-download': dlcResultDownload,
} as const satisfies Readonly<Record<string, Operation>>;

/**
 * What the documents say about one operation; `npm run docs` writes the READMEs, docs/operations/
 * and the policies of docs/permissions.md from it.
 */
export interface OperationDocs {
  /** What it does, in one sentence. */
  readonly description: string;
  /** The same sentence in Chinese. */
  readonly chinese: string;
  /**
   * The calls of its policy, as `SERVICE:ACTION`. Calls that only some inputs need are in the prose
   * of docs/permissions.md.
   */
  readonly calls: readonly `${string}:${string}`[];
  /** Inputs of which it needs one, in addition to the required ones. */
  readonly oneOf?: readonly InputName[];
  /** Inputs that it only reads to reject a value: its action and the documents do not list them. */
  readonly unlisted?: readonly InputName[];
}

/** What an operation calls to follow a rollout. */
const ROLLOUT_READS = [
  'tem:DescribeApplicationInfo',
  'tem:DescribeApplicationPods',
  'tem:DescribeDeployApplicationDetail',
] as const;

/**
 * Calls whose policy names the application, as the documents of CAM allow. CAM denies any other call
 * that names one.
 */
export const NARROWED_CALLS: readonly string[] = [
  ...ROLLOUT_READS,
  'tem:ResumeDeployApplication',
  'tem:RevertDeployApplication',
  'tem:RollingUpdateApplicationByVersion',
];

/** What the documents say about each operation. */
export const OPERATION_DOCS: Readonly<Record<keyof typeof OPERATIONS, OperationDocs>> = {
  'tem-rolling-update': {
    description:
      'Uploads the package if `package-file` is given, starts a rolling update and waits for the result.',
    chinese:
      '更新应用部署版本（分批发布）：填写 `package-file` 时先上传程序包，触发发布后逐批跟踪，直到得出结果。',
    calls: [...ROLLOUT_READS, 'tem:RollingUpdateApplicationByVersion'],
  },
  'tem-wait': {
    description: 'Waits for the result of a rollout that was started earlier.',
    chinese: '跟踪已触发的分批发布，等待结果。',
    calls: ROLLOUT_READS,
    unlisted: ['wait'],
  },
  'tem-resume': {
    description: 'Continues a rollout that is paused for confirmation, then waits for the result.',
    chinese: '开始下一批次发布：让已暂停（等待确认）的分批发布继续进行，并等待结果。',
    calls: [...ROLLOUT_READS, 'tem:ResumeDeployApplication'],
  },
  'tem-revert': {
    description:
      'Rolls back a rollout that is in progress or has failed, then waits until the previous version is running. After a rollout that has succeeded, use `tem-rollback`.',
    chinese:
      '回滚进行中或失败的分批发布，然后等待上一版本恢复运行。发布已成功时，请使用 `tem-rollback`。',
    calls: [...ROLLOUT_READS, 'tem:RevertDeployApplication'],
  },
  'tem-rollback': {
    description:
      'Returns to the previous version, or to `deploy-version`, whatever the state of the rollout: rolls it back, or deploys that version again.',
    chinese:
      '无论发布处于什么状态，都回到上一版本或 `deploy-version` 指定的版本：执行回滚，或重新部署该版本。',
    calls: [
      ...ROLLOUT_READS,
      'tem:RevertDeployApplication',
      'tem:RollingUpdateApplicationByVersion',
    ],
  },
  'tem-package-url': {
    description:
      'Gets a pre-signed URL of a package version in TEM; downloads the package if asked.',
    chinese: '生成应用程序包的预签名下载链接；可同时下载程序包。',
    calls: ['tem:GenerateApplicationPackageDownloadUrl'],
  },
  'car-create-version': {
    description:
      'Creates a CAR application version, uploads its file, waits until it is ready, and publishes it if asked.',
    chinese: '创建应用云渲染（CAR）应用版本，上传文件并等待就绪；可同时发布。',
    calls: [
      'car:DescribeApplicationVersion',
      'car:CreateApplicationVersion',
      'car:DescribeCosCredential',
    ],
    oneOf: ['package-file', 'application-file-name'],
  },
  'car-set-online': {
    description:
      'Publishes an existing CAR version: a new one after an approval, or an earlier one again.',
    chinese: '发布已有的 CAR 版本：审批后发布新版本，或重新发布之前的版本。',
    calls: ['car:DescribeApplicationVersion', 'car:SetApplicationVersionOnline'],
  },
  'scf-code-url': {
    description:
      "Gets the download URL and SHA-256 of an SCF function's code; downloads the code if asked.",
    chinese: '获取云函数（SCF）代码包的下载链接和 SHA-256；可同时下载。',
    calls: ['scf:GetFunctionAddress'],
  },
  'dlc-result-download': {
    description:
      'Exports the result of a DLC query, waits until the file is ready, and downloads it if asked.',
    chinese: '创建数据湖计算（DLC）查询结果下载任务，等待文件生成；可同时下载。',
    calls: ['dlc:CreateResultDownload', 'dlc:DescribeResultDownload'],
    oneOf: ['task-id', 'download-id'],
  },
};
