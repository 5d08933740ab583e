import type { Text } from '../text/message.ts';
import { joinTexts, message } from '../text/message.ts';
import { tryWrite } from './command-files.ts';
import type { Log } from './log.ts';
import { getEnv } from './runner-env.ts';

/** Documentation of one output. */
interface OutputDeclaration {
  /** One or two sentences, for action.yml and the documents. Code is in backticks. */
  readonly description: string;
  /** The Chinese description, for the Chinese documents. */
  readonly chinese: string;
  /** A value, for the documents. */
  readonly example: string;
  /** The type of the value. Default: string. */
  readonly type?: 'boolean' | 'integer';
}

/** All outputs, in the order of the documents. `npm run docs` generates action.yml from them. */
export const OUTPUTS = {
  status: {
    description:
      'How the step ended: `succeeded`, `waiting`, `started`, `planned`, `reverted`, `failed`, `timed-out` or `cancelled`.',
    chinese:
      '步骤结果：`succeeded`、`waiting`、`started`、`planned`、`reverted`、`failed`、`timed-out` 或 `cancelled`。',
    example: 'succeeded',
  },
  'revision-id': {
    description:
      'Revision that was started, followed, resumed or reverted. If the input `revision-id` is not current, its value.',
    chinese:
      '触发、跟踪、继续或回滚的 TEM 版本 ID；如果输入 `revision-id` 不是当前版本 ID，则为该输入的值。',
    example: 'revision-3dvm6sg3',
  },
  'previous-version': {
    description: 'Version that ran before the rollout, or was in use in CAR.',
    chinese: '发布之前运行的版本；CAR 为之前使用的版本。',
    example: 'v2.3.9',
  },
  'application-version-id': {
    description: 'CAR version that was created or published.',
    chinese: '创建或发布的 CAR 版本 ID。',
    example: 'ver-00000005',
  },
  'application-version-status': {
    description: 'Status of the CAR version, as CAR reports it.',
    chinese: 'CAR 版本的状态，与接口返回一致。',
    example: 'Inuse',
  },
  'package-name': {
    description: 'Name of the package in TEM. A later `tem-rollback` to this version needs it.',
    chinese: 'TEM 中的程序包名称，之后用 `tem-rollback` 恢复到该版本时需要。',
    example: '…/shop-2.4.0.jar',
  },
  'previous-package-name': {
    description: 'Name of the package that ran before the rollout.',
    chinese: '发布之前运行的程序包名称。',
    example: '…/shop-2.3.9.jar',
  },
  'download-id': {
    description: 'ID of the DLC download. Another step can wait for it.',
    chinese: 'DLC 查询结果下载任务 ID，可在其他步骤中继续等待。',
    example: 'd7f1…',
  },
  'download-url': {
    description: 'Pre-signed URL. Anyone with it can download the file; treat it as a secret.',
    chinese: '预签名下载链接。任何人都可凭此链接下载文件，请视为机密信息。',
    example: 'https://…',
  },
  'download-url-expires-at': {
    description: 'When `download-url` expires, in UTC. Empty if the URL does not contain it.',
    chinese: '`download-url` 的过期时间（UTC），取自链接中的签名，签名中没有时为空。',
    example: '2026-11-28T08:00:00Z',
  },
  'download-sha256': {
    description:
      'SHA-256 of the downloaded file in hex. Without a download, the value that Tencent Cloud reports.',
    chinese: '下载文件的 SHA-256（十六进制）。未下载时为腾讯云返回的值。',
    example: '9f86d081884c7d65…',
  },
  'download-path': {
    description: 'Absolute path of the downloaded file.',
    chinese: '下载文件的绝对路径。',
    example: '/home/runner/work/shop/shop/results/result.csv',
  },
  'download-uri': {
    description: 'Location of the DLC result in COS (`cosn://…`).',
    chinese: 'DLC 查询结果在 COS 中的位置（`cosn://…`）。',
    example: 'cosn://bucket/path/result.csv',
  },
  'artifact-id': {
    description: 'ID of the workflow artifact.',
    chinese: '工作流 artifact 的 ID。',
    example: '1234567890',
    type: 'integer',
  },
  'github-deployment-id': {
    description: 'ID of the GitHub Deployment, for a later job to continue.',
    chinese: 'GitHub Deployment 的 ID，可供后续 job 继续更新。',
    example: '87654321',
    type: 'integer',
  },
  'request-id': {
    description:
      "RequestId of the call that decided the result. Quote it to Tencent Cloud's support.",
    chinese: '决定步骤结果的那次请求的 RequestId，联系腾讯云技术支持时请提供。',
    example: 'eac6b301-a322-493a-8e36-83b295459397',
  },
  'duration-seconds': {
    description: 'Duration of the step in seconds.',
    chinese: '步骤耗时，单位为秒。',
    example: '164',
    type: 'integer',
  },
  message: {
    description:
      'How the step ended and why: one line of plain text, at most 1,000 characters. It is safe in a chat message, a JSON body, Markdown or a quoted shell argument.',
    chinese:
      '说明步骤的结果和原因：一行纯文本，最多 1000 个字符。可安全用于群消息、JSON、Markdown 或加引号的 shell 参数。',
    example: 'Succeeded: shop-api runs v2.4.0, previously v2.3.9.',
  },
  changed: {
    description:
      '`true` if the step changed anything in the cloud, or may have changed it; otherwise `false`.',
    chinese: '步骤已更改或可能已更改云上资源时为 `true`，否则为 `false`。',
    example: 'true',
    type: 'boolean',
  },
  version: {
    description: 'Version that runs now. Empty if instances of several versions run, or none does.',
    chinese: '当前提供服务的版本。多个版本同时运行或没有实例运行时为空。',
    example: 'v2.4.0',
  },
  'application-name': {
    description: 'Name of the application, as TEM reports it.',
    chinese: '应用名称，与 TEM 返回一致。',
    example: 'shop-api',
  },
  url: {
    description: 'Public address that TEM reports for the application. Empty if there is none.',
    chinese: 'TEM 返回的应用公网访问地址，没有时为空。',
    example: 'http://lb-….com:8080',
  },
  'console-url': {
    description: 'Start page of the service in the console.',
    chinese: '产品控制台首页。',
    example: 'https://console.cloud.tencent.com/tem',
  },
  instances: {
    description:
      'JSON array of the instances at the last check, those that are not healthy first: name, IP, version, state, reason, restarts and more. At most 50,000 characters.',
    chinese:
      '最后一次检查时的实例（JSON 数组，异常实例在前）：名称、IP、版本、状态、原因、重启次数等，最多 50000 个字符。',
    example: '[{"name":"shop-api-4sbct","state":"Running",…}]',
  },
  'failed-instances': {
    description:
      'The instances that failed, in the same form, even if a rollback has removed them since. `[]` if none did.',
    chinese: '其中失败的实例，包括回滚后已被删除的实例。没有时为 `[]`。',
    example: '[]',
  },
  verification: {
    description:
      'JSON of the verification: for each stage its result, and for each URL the number of requests and failures, success rate and latency. Empty without `verify-url`. At most 50,000 characters.',
    chinese:
      '发布验证的结果（JSON）：各阶段的结论，以及每个 URL 的请求数、失败数、成功率和延迟。未设置 `verify-url` 时为空，最多 50000 个字符。',
    example: '[{"stage":"beta","verdict":"passed",…}]',
  },
  plan: {
    description:
      'Plan of a `dry-run` as Markdown, for a pull request comment. At most 60,000 characters.',
    chinese: '`dry-run` 的变更计划（Markdown），可用作 PR 评论，最多 60000 个字符。',
    example: '## 📝 Plan: …',
  },
  blocked: {
    description: 'After a `dry-run`: `true` if something blocks the plan, otherwise `false`.',
    chinese: '使用 `dry-run` 时，变更计划被阻塞则为 `true`，否则为 `false`。',
    example: 'false',
    type: 'boolean',
  },
  result: {
    description:
      'All of the above except `plan`, and more, as one typed JSON document without secrets, as `docs/result.schema.json` describes it.',
    chinese:
      '除 `plan` 外的全部输出及更多信息，为带类型的 JSON，不含机密信息，格式见 `docs/result.schema.json`。',
    example: '{"status":"succeeded",…}',
  },
} as const satisfies Readonly<Record<string, OutputDeclaration>>;

export type OutputName = keyof typeof OUTPUTS;

/** The type of an output's value. Workflows get it as text, the output `result` as it is. */
export type OutputValue<Name extends OutputName> = (typeof OUTPUTS)[Name] extends {
  readonly type: infer Type;
}
  ? Type extends 'boolean'
    ? boolean
    : number
  : string;

/** Values by name. An unknown value is absent or ''. */
export type Outputs = { [Name in OutputName]?: OutputValue<Name> };

/** Outputs of every operation. */
export const COMMON_OUTPUTS = [
  'status',
  'message',
  'changed',
  'console-url',
  'plan',
  'blocked',
  'github-deployment-id',
  'request-id',
  'duration-seconds',
  'result',
] as const satisfies readonly OutputName[];

/**
 * Not logged: URLs, because more people can read the log than may download, and long JSON, which is
 * unreadable there.
 */
const NEVER_LOGGED: ReadonlySet<string> = new Set<OutputName>([
  'download-url',
  'failed-instances',
  'instances',
  'plan',
  'result',
  'verification',
]);

interface OutputRuntime {
  readonly core: Pick<typeof import('@actions/core'), 'setOutput'>;
  readonly env: NodeJS.ProcessEnv;
}

/** Sets each output that has a value. If one cannot be written, logs a warning with the values. */
export function setOutputs({ core, env }: OutputRuntime, log: Log, outputs: Outputs): void {
  const file = getEnv(env, 'GITHUB_OUTPUT');
  const lost: string[] = [];
  let why: Text = '';
  for (const [name, value] of Object.entries(outputs)) {
    const reason = tryWrite(file, () => {
      core.setOutput(name, String(value));
    });
    if (reason === '') continue;
    why ||= reason;
    lost.push(`  ${NEVER_LOGGED.has(name) ? name : `${name}: ${String(value)}`}`);
  }
  if (lost.length === 0) return;
  const intro = message('github.outputs-lost', { why });
  log.warning(message('github.outputs-not-set'), joinTexts('line', intro, ...lost));
}
