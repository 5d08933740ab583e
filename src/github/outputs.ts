import type { Text } from '../text/message.ts';
import { joinTexts, message } from '../text/message.ts';
import { tryWrite } from './command-files.ts';
import type { Log } from './log.ts';
import { getEnv } from './runner-env.ts';

/** What users read about one output. */
interface OutputDeclaration {
  /** One or two sentences, for action.yml and the documents. Code is in backticks. */
  readonly description: string;
  /** The same in Chinese, for the Chinese documents. */
  readonly chinese: string;
}

/** All outputs, in the order in which users read them. `npm run docs` writes action.yml from them. */
export const OUTPUTS = {
  status: {
    description:
      'How the step ended: `succeeded`, `waiting`, `started`, `planned`, `reverted`, `failed`, `timed-out` or `cancelled`.',
    chinese:
      '步骤结果：`succeeded`、`waiting`、`started`、`planned`、`reverted`、`failed`、`timed-out` 或 `cancelled`。',
  },
  'revision-id': {
    description: 'Revision that was started, followed, resumed or reverted.',
    chinese: '触发、跟踪、继续或回滚的部署版本 ID。',
  },
  'previous-version': { description: 'Version that ran before.', chinese: '之前运行的版本。' },
  'application-version-id': {
    description: 'CAR version that was created or published.',
    chinese: '创建或发布的 CAR 版本 ID。',
  },
  'application-version-status': {
    description: 'Status of the CAR version, as CAR reports it.',
    chinese: 'CAR 版本的状态，与接口返回一致。',
  },
  'package-name': {
    description: 'Name of the package in TEM.',
    chinese: 'TEM 中的程序包名称。',
  },
  'previous-package-name': {
    description: 'Name of the package that ran before.',
    chinese: '之前运行的程序包名称。',
  },
  'download-id': {
    description: 'ID of the DLC download. Another step can wait for it.',
    chinese: 'DLC 下载任务 ID，可在其他步骤中继续等待。',
  },
  'download-url': {
    description: 'Pre-signed URL. Anyone with it can download the file; treat it as a secret.',
    chinese: '预签名下载链接。任何人凭此链接都可下载文件，请当作机密处理。',
  },
  'download-sha256': {
    description:
      'SHA-256 of the downloaded file in hex. Without a download, the value that Tencent Cloud reports.',
    chinese: '下载文件的 SHA-256（十六进制）。未下载时为腾讯云返回的值。',
  },
  'download-path': {
    description: 'Absolute path of the downloaded file.',
    chinese: '下载文件的绝对路径。',
  },
  'download-uri': {
    description: 'Location of the DLC result in COS (`cosn://…`).',
    chinese: 'DLC 查询结果在 COS 中的位置（`cosn://…`）。',
  },
  'artifact-id': {
    description: 'ID of the workflow artifact.',
    chinese: '工作流 artifact 的 ID。',
  },
  'github-deployment-id': {
    description: 'ID of the GitHub Deployment, for a later job to continue.',
    chinese: 'GitHub Deployment 的 ID，可供后续 job 继续更新。',
  },
  'request-id': {
    description:
      "RequestId of the call that decided the result. Quote it to Tencent Cloud's support.",
    chinese: '决定结果的请求的 RequestId，联系腾讯云技术支持时请提供。',
  },
  'duration-seconds': {
    description: 'Duration of the step in seconds.',
    chinese: '步骤耗时，单位为秒。',
  },
  result: {
    description: 'All of the above and more as one JSON document, without secrets.',
    chinese: '以 JSON 给出的完整结果，不含机密信息。',
  },
} as const satisfies Readonly<Record<string, OutputDeclaration>>;

export type OutputName = keyof typeof OUTPUTS;
export type Outputs = Partial<Record<OutputName, string>>;

/** Who reads the log need not be one of those who may download. */
const NEVER_LOGGED: ReadonlySet<string> = new Set<OutputName>(['download-url', 'result']);

interface OutputRuntime {
  readonly core: Pick<typeof import('@actions/core'), 'setOutput'>;
  readonly env: NodeJS.ProcessEnv;
}

/** Sets each output that has a value. What cannot be written is a warning, with the values. */
export function setOutputs({ core, env }: OutputRuntime, log: Log, outputs: Outputs): void {
  const file = getEnv(env, 'GITHUB_OUTPUT');
  const lost: string[] = [];
  let why: Text = '';
  for (const [name, value] of Object.entries(outputs)) {
    const reason = tryWrite(file, () => {
      core.setOutput(name, value);
    });
    if (reason === '') continue;
    why ||= reason;
    lost.push(`  ${NEVER_LOGGED.has(name) ? name : `${name}: ${value}`}`);
  }
  if (lost.length === 0) return;
  const intro = message('github.outputs-lost', { why });
  log.warning(message('github.outputs-not-set'), joinTexts('line', intro, ...lost));
}
