import type { InputDeclaration } from './declare-input.ts';
import {
  artifactName,
  booleanFlag,
  choice,
  integer,
  plainText,
  secret,
  stringList,
  word,
} from './input-parsers.ts';

/** Inputs used only by Cloud Application Rendering. */
const CAR_INPUTS = {
  'application-file-name': {
    parser: word(),
    description:
      'File name of the CAR version. Defaults to the name of `package-file`. Without `package-file`, the version is created but nothing is uploaded.',
    chinese:
      'CAR 版本的文件名，默认取 `package-file` 的文件名。不填 `package-file` 时只创建版本，不上传文件。',
    example: 'game.zip',
  },
  'application-version-regions': {
    parser: stringList,
    description: 'Regions to distribute the CAR version to, one per line or separated by commas.',
    chinese: 'CAR 版本分发的地域，每行一个或用逗号分隔。',
    example: 'ap-chinese-mainland',
  },
  'application-version-update-mode': {
    parser: choice(['FULL', 'INCREMENT']),
    description: 'How the CAR version updates the previous one: `FULL` or `INCREMENT`.',
    chinese: 'CAR 版本的更新方式：`FULL`（全量）或 `INCREMENT`（增量）。',
    example: 'FULL',
  },
  'application-version-id': {
    parser: word(),
    description: 'CAR version to publish. It may be a new version or an earlier one.',
    chinese: '要发布的 CAR 版本，可以是新版本，也可以是之前的版本。',
    example: 'ver-…   (output application-version-id of car-create-version)',
  },
  'set-online': {
    parser: booleanFlag,
    default: 'false',
    description: '`true` publishes the CAR version as soon as it is ready.',
    chinese: '`true` 表示 CAR 版本就绪后立即发布。',
    example: 'true',
  },
  'pending-version': {
    parser: choice(['fail', 'delete']),
    default: 'fail',
    description:
      'What to do if an unpublished CAR version blocks a new one: `fail`, or `delete` it.',
    chinese: '存在未发布的 CAR 版本而无法创建新版本时：`fail` 报错，或 `delete` 删除该版本。',
    example: 'delete',
  },
  'version-limit': {
    parser: choice(['fail', 'delete-oldest']),
    default: 'fail',
    description:
      'What to do if the application already has five CAR versions: `fail`, or `delete-oldest`. The version in use is never deleted.',
    chinese:
      '应用已有五个 CAR 版本时：`fail` 报错，或 `delete-oldest` 删除最旧的版本。使用中的版本不会被删除。',
    example: 'delete-oldest',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;

/** Inputs used only by Serverless Cloud Function. */
const SCF_INPUTS = {
  'function-name': {
    parser: word(),
    description: 'Name of the SCF function.',
    chinese: '云函数（SCF）的函数名称。',
    example: 'thumbnails   (SCF console, Functions)',
  },
  qualifier: {
    parser: word(),
    description: 'Version or alias of the function. The default is `$LATEST`.',
    chinese: '函数版本或别名，默认为 `$LATEST`。',
    example: '$LATEST',
  },
  namespace: {
    parser: word(),
    description: 'Namespace of the function. The default is `default`.',
    chinese: '函数的命名空间，默认为 `default`。',
    example: 'default',
  },
  'code-secret': {
    parser: secret,
    description:
      'Secret of a function whose code is protected (`CodeSecret`); pass it from a secret. It is sent only if it is given.',
    chinese: '函数开启代码保护时的代码密钥（`CodeSecret`），请从 Secrets 传入。仅在填写时发送。',
    example: '${{ secrets.CODE_SECRET }}',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;

/** Inputs used only by Data Lake Compute. */
const DLC_INPUTS = {
  'task-id': {
    parser: word(),
    description:
      'ID of the DLC task whose result to download. Give either `task-id` or `download-id`.',
    chinese: '数据湖计算（DLC）任务 ID，下载该任务的查询结果。与 `download-id` 二选一。',
    example: '20aadca2d4b511ef9ffa525400ba9019   (DLC console, task history)',
  },
  format: {
    parser: word(),
    default: 'CSV',
    description: 'File format of the result.',
    chinese: '查询结果的文件格式。',
    example: 'CSV',
  },
  'download-id': {
    parser: word(),
    description:
      'ID of a DLC download that was started earlier. The step waits for it instead of starting a new one.',
    chinese: '之前创建的 DLC 查询结果下载任务 ID。步骤等待该任务完成，不再新建。',
    example: '${{ steps.start.outputs.download-id }}   (of the step that started it)',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;

/** The services of the operations, whose names begin with them. */
export const OPERATION_SERVICES = ['car', 'dlc', 'scf', 'tem'] as const;

/** Every service that an operation or the credentials call, as written in its host name. */
export const SERVICE_NAMES = [...OPERATION_SERVICES, 'sts'] as const;

/** The inputs of all services except TEM. */
export const SERVICE_INPUTS = { ...CAR_INPUTS, ...SCF_INPUTS, ...DLC_INPUTS } as const;

/** What to do with a downloaded file. */
export const FILE_INPUTS = {
  'download-path': {
    parser: plainText,
    description:
      'File or folder to download to, inside the workspace or `RUNNER_TEMP`. A folder ends in `/` or already exists. `tem-rolling-update` downloads the package that it deployed.',
    chinese:
      '保存下载内容的文件或目录，须位于工作区或 `RUNNER_TEMP` 内。路径以 `/` 结尾，或指向已存在的目录时，文件保存在该目录下。`tem-rolling-update` 下载本次部署的程序包。',
    example: 'results/',
  },
  'digest-mismatch': {
    parser: choice(['error', 'warn']),
    default: 'error',
    description:
      'What to do if the SHA-256 of a download is not the one that Tencent Cloud reports: `error` fails the step, `warn` only warns.',
    chinese: '下载文件的 SHA-256 与腾讯云返回的值不一致时：`error` 步骤失败，`warn` 仅告警。',
    example: 'warn',
  },
  'artifact-name': {
    parser: artifactName,
    description:
      'Name of a workflow artifact to store the download as, with or without `download-path`.',
    chinese: '把下载的文件保存为该名称的工作流 artifact，可以不填 `download-path`。',
    example: 'function-code',
  },
  'artifact-retention-days': {
    parser: integer({ min: 1, max: 400 }),
    description:
      'Number of days to keep the artifact. The repository sets the default and the maximum.',
    chinese: 'artifact 的保留天数。默认值和上限由仓库设置。',
    example: '7',
  },
  'artifact-overwrite': {
    parser: booleanFlag,
    default: 'false',
    description:
      '`true` replaces an artifact of the same name in this run; `false` fails if there is one.',
    chinese: '`true` 表示覆盖本次运行中的同名 artifact；`false` 表示存在同名时失败。',
    example: 'true',
  },
  'mask-download-url': {
    parser: booleanFlag,
    default: 'false',
    description:
      '`true` masks the download URL. GitHub then drops it from job outputs, so that only steps of the same job can use it.',
    chinese:
      '`true` 表示对下载链接做掩码处理。此后 GitHub 不会把它写入 job 的输出，只有同一 job 的步骤可以使用。',
    example: 'true',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;
