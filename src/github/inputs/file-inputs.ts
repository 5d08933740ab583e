import type { InputDeclaration } from './declare-input.ts';
import { artifactName, choice, booleanFlag, integer, plainText } from './input-parsers.ts';

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
    description: 'When the SHA-256 of a download is not what the cloud says: error, or warn',
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
