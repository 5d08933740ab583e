import type { InputName } from '../github/inputs/input-declarations.ts';
import { carCreateVersion } from './car/car-create-version.ts';
import { carSetOnline } from './car/car-set-online.ts';
import { dlcResultDownload } from './dlc/dlc-result-download.ts';
import { scfCodeUrl } from './scf/scf-code-url.ts';
import type { Operation } from './operation.ts';
import { temPackageUrl } from './tem/tem-package-url.ts';
import { temResume } from './tem/tem-resume.ts';
import { temRevert } from './tem/tem-revert.ts';
import { temRollingUpdate } from './tem/tem-rolling-update.ts';
import { temWait } from './tem/tem-wait.ts';

/** All operations, by the name that the input `operation` has. */
export const OPERATIONS = {
  'tem-rolling-update': temRollingUpdate,
  'tem-wait': temWait,
  'tem-resume': temResume,
  'tem-revert': temRevert,
  'tem-package-url': temPackageUrl,
  'car-create-version': carCreateVersion,
  'car-set-online': carSetOnline,
  'scf-code-url': scfCodeUrl,
  'dlc-result-download': dlcResultDownload,
} as const satisfies Readonly<Record<string, Operation>>;

/** What users read about one operation; `npm run docs` writes the READMEs' tables from it. */
export interface OperationTexts {
  /** What it does, in one line. */
  readonly description: string;
  /** The same line in Chinese. */
  readonly chinese: string;
  /** Inputs of which it needs one, beside those that it requires. */
  readonly oneOf?: readonly InputName[];
  /** What shows it: files of examples/, or a heading of the README in both languages. */
  readonly shownBy: readonly string[] | Readonly<Record<'description' | 'chinese', string>>;
}

/** What users read about each operation. */
export const OPERATION_TEXTS: Readonly<Record<keyof typeof OPERATIONS, OperationTexts>> = {
  'tem-rolling-update': {
    description:
      'uploads the package where `package-file` is given, starts a rolling update and waits for its verdict',
    chinese: '若给出 `package-file` 则先上传程序包，启动滚动更新并等待结论',
    shownBy: ['tem-image.yml', 'tem-jar.yml'],
  },
  'tem-wait': {
    description: 'attaches to a rollout and waits for its verdict',
    chinese: '接上一次更新，等待结论',
    shownBy: { description: 'Start now, wait later', chinese: '先启动，后等待' },
  },
  'tem-resume': {
    description: 'starts the next batch of a rollout that waits for confirmation, then waits',
    chinese: '让等待确认的更新开始下一批，然后等待',
    shownBy: ['tem-beta-approval.yml'],
  },
  'tem-revert': {
    description: 'rolls a rollout back, then waits until the previous version serves',
    chinese: '回退一次更新，然后等到旧版本重新服务',
    shownBy: ['tem-rollback.yml'],
  },
  'tem-package-url': {
    description: 'gives a pre-signed URL of a package version; downloads it where asked',
    chinese: '给出程序包版本的预签名地址；需要时下载',
    shownBy: { description: 'Downloads', chinese: '下载' },
  },
  'car-create-version': {
    description:
      'creates an application version, uploads its file, waits until it is ready, publishes it where asked',
    chinese: '创建应用版本，上传文件，等到就绪，需要时发布',
    oneOf: ['package-file', 'application-file-name'],
    shownBy: ['car-game.yml'],
  },
  'car-set-online': {
    description:
      'publishes an existing version: a new one behind an approval, or an earlier one again',
    chinese: '发布已有的版本：审批后的新版本，或重新发布之前的版本',
    shownBy: ['car-game.yml'],
  },
  'scf-code-url': {
    description:
      "gives the download address and SHA-256 of a function's code; downloads it where asked",
    chinese: '给出函数代码的下载地址和 SHA-256；需要时下载',
    shownBy: ['scf-backup.yml'],
  },
  'dlc-result-download': {
    description: "makes a query's result downloadable, waits, downloads it where asked",
    chinese: '使查询结果可供下载，等待，需要时下载',
    oneOf: ['task-id', 'download-id'],
    shownBy: ['dlc-report.yml'],
  },
};
