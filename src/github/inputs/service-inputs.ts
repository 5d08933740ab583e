import type { InputDeclaration } from './declare-input.ts';
import {
  artifactName,
  booleanFlag,
  choice,
  integer,
  plainText,
  stringList,
  word,
} from './input-parsers.ts';

/** The inputs of Cloud Application Rendering alone. */
const CAR_INPUTS = {
  'application-file-name': {
    parser: word(),
    description: 'CAR: name of the file of the version; without it that of package-file',
    chinese: 'CAR：版本的文件名；不填时取 package-file 的文件名',
    example: 'game.zip',
  },
  'application-version-regions': {
    parser: stringList,
    description: 'CAR: regions to distribute the version to, one to a line or separated by commas',
    chinese: 'CAR：版本要分发到的地域，每行一个或用逗号分隔',
    example: 'ap-chinese-mainland',
  },
  'application-version-update-mode': {
    parser: choice(['FULL', 'INCREMENT']),
    description: 'CAR: how the version updates the one before: FULL or INCREMENT',
    chinese: 'CAR：版本相对于上一版本的更新方式：FULL 或 INCREMENT',
    example: 'FULL',
  },
  'application-version-id': {
    parser: word(),
    description: 'CAR: version to publish',
    chinese: 'CAR：要发布的版本',
    example: 'ver-…   (output application-version-id of car-create-version)',
  },
  'set-online': {
    parser: booleanFlag,
    default: 'false',
    description: 'CAR: publish the version when it is ready',
    chinese: 'CAR：版本就绪后发布',
    example: 'true',
  },
  'pending-version': {
    parser: choice(['fail', 'delete']),
    default: 'fail',
    description:
      'CAR: when a version that was not published blocks the creation of another: fail, or delete it',
    chinese: 'CAR：有未发布的版本阻止创建新版本时：fail（失败）或 delete（删除它）',
    example: 'delete',
  },
  'version-limit': {
    parser: choice(['fail', 'delete-oldest']),
    default: 'fail',
    description:
      'CAR: when the application holds five versions: fail, or delete the oldest (never the one in use)',
    chinese:
      'CAR：应用已有五个版本时：fail（失败）或 delete-oldest（删除最旧的，绝不删除使用中的）',
    example: 'delete-oldest',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;

/** The inputs of Serverless Cloud Function alone. */
const SCF_INPUTS = {
  'function-name': {
    parser: word(),
    description: 'SCF: name of the function',
    chinese: 'SCF：函数名称',
    example: 'thumbnails   (SCF console, Functions)',
  },
  qualifier: {
    parser: word(),
    description: 'SCF: version or alias of the function; the cloud takes $LATEST without it',
    chinese: 'SCF：函数的版本或别名；不填时云端取 $LATEST',
    example: '$LATEST',
  },
  namespace: {
    parser: word(),
    description: 'SCF: namespace of the function; the cloud takes default without it',
    chinese: 'SCF：函数的命名空间；不填时云端取 default',
    example: 'default',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;

/** The inputs of Data Lake Compute alone. */
const DLC_INPUTS = {
  'task-id': {
    parser: word(),
    description: 'DLC: task whose result is wanted',
    chinese: 'DLC：要取结果的任务',
    example: '…   (DLC console, task history)',
  },
  format: {
    parser: word(),
    default: 'CSV',
    description: 'DLC: format of the file',
    chinese: 'DLC：文件格式',
    example: 'CSV',
  },
  'download-id': {
    parser: word(),
    description: 'DLC: download that was started before, to attach to instead of starting one',
    chinese: 'DLC：之前已开始的下载，接着等待它，而不是新建一个',
    example: '…   (output download-id of the step that started it)',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;

/** Every service that an operation or the credentials call, as it stands in its host name. */
export const SERVICE_NAMES = ['car', 'dlc', 'scf', 'sts', 'tem'] as const;

/** The inputs of every service but TEM. */
export const SERVICE_INPUTS = { ...CAR_INPUTS, ...SCF_INPUTS, ...DLC_INPUTS } as const;

/** What becomes of a download. */
export const FILE_INPUTS = {
  'download-path': {
    parser: plainText,
    description:
      'Download to this file, or folder (ends in / or exists), inside the workspace or RUNNER_TEMP',
    chinese: '下载到这个文件或文件夹（以 / 结尾或已存在），须在工作区或 RUNNER_TEMP 之内',
    example: 'build/',
  },
  'digest-mismatch': {
    parser: choice(['error', 'warn']),
    default: 'error',
    description:
      'If the SHA-256 of a download does not match: error fails the step, warn only warns',
    chinese: '下载内容的 SHA-256 与云端所说不符时：error（出错）或 warn（警告）',
    example: 'warn',
  },
  'artifact-name': {
    parser: artifactName,
    description: 'Keep the download as a workflow artifact of this name',
    chinese: '把下载内容保存为这个名称的工作流制品',
    example: 'function-code',
  },
  'artifact-retention-days': {
    parser: integer({ min: 1, max: 400 }),
    description: 'Days that the artifact is kept; the repository sets the default and the most',
    chinese: '制品保留的天数；默认值和上限由仓库设置',
    example: '7',
  },
  'mask-download-url': {
    parser: booleanFlag,
    default: 'false',
    description: 'Mask the download URL in the log; a masked URL cannot leave the job',
    chinese: '在日志中屏蔽下载地址；被屏蔽的地址不能离开该任务',
    example: 'true',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;
