import type { Text } from '../text/message.ts';
import { joinTexts, message } from '../text/message.ts';
import { tryWrite } from './command-files.ts';
import type { Log } from './log.ts';
import { getEnv } from './runner-env.ts';

/** What users read about one output. */
interface OutputDeclaration {
  /** One line, for action.yml and README.md. */
  readonly description: string;
  /** The same line in Chinese, for README.zh-CN.md. */
  readonly chinese: string;
}

/** All outputs, in the order in which users read them. `npm run docs` writes action.yml from them. */
export const OUTPUTS = {
  status: {
    description:
      'How it ended: succeeded, waiting, started, planned, reverted, failed, timed-out or cancelled; set on failure too',
    chinese:
      '结果：succeeded、waiting、started、planned、reverted、failed、timed-out 或 cancelled；失败时也会设置',
  },
  'revision-id': {
    description: 'Revision that was started, followed, resumed or reverted',
    chinese: '启动、跟踪、继续或回退的部署版本 ID',
  },
  'previous-version': { description: 'Version that ran before', chinese: '之前运行的版本' },
  'application-version-id': {
    description: 'CAR: version that was created or published',
    chinese: 'CAR：创建或发布的版本',
  },
  'application-version-status': {
    description: 'CAR: its status in the words of the cloud',
    chinese: 'CAR：它的状态，云端原文',
  },
  'package-name': {
    description: 'Name of the package that was deployed or asked for',
    chinese: '部署或查询的程序包名称',
  },
  'previous-package-name': {
    description: 'Name of the package that ran before',
    chinese: '之前运行的程序包名称',
  },
  'download-id': {
    description: 'DLC: download that was started or attached to',
    chinese: 'DLC：开始或接上的下载',
  },
  'download-url': {
    description: 'Pre-signed URL: who has it can download, so treat it as a secret',
    chinese: '预签名地址：谁有它谁就能下载，请当作机密',
  },
  'download-sha256': {
    description:
      'SHA-256 of the download in hex; without a download, the value that the cloud reports',
    chinese: '下载内容的 SHA-256（十六进制）；未下载时为云端所说的值',
  },
  'download-path': {
    description: 'Absolute path of the downloaded file',
    chinese: '下载文件的绝对路径',
  },
  'download-uri': {
    description: 'DLC: where the result is kept (cosn://…)',
    chinese: 'DLC：结果保存的位置（cosn://…）',
  },
  'artifact-id': { description: 'ID of the workflow artifact', chinese: '工作流制品的 ID' },
  'github-deployment-id': {
    description: 'ID of the GitHub Deployment, for a later job to continue it',
    chinese: 'GitHub Deployment 的 ID，供之后的任务继续',
  },
  'request-id': {
    description: 'RequestId of the deciding call, to quote to support',
    chinese: '决定结果的那次调用的 RequestId，向技术支持提供',
  },
  'duration-seconds': {
    description: 'How long the step took, in seconds',
    chinese: '步骤用时，单位为秒',
  },
  result: {
    description: 'All of it as JSON, without secrets',
    chinese: '以上全部，JSON 格式，不含机密',
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
