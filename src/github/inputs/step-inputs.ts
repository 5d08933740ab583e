import type { InputDeclaration } from './declare-input.ts';
import {
  booleanFlag,
  choice,
  durationBetween,
  integer,
  plainText,
  pollInterval,
  secret,
  webUrl,
} from './input-parsers.ts';

/** The operation that the step runs. */
export const OPERATION_INPUT = {
  operation: {
    parser: plainText,
    description: 'What the step does.',
    chinese: '要执行的操作。',
    example: 'tem-rolling-update',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;

/** What the step writes as results, and whether it changes anything. */
export const REPORT_INPUTS = {
  summary: {
    parser: booleanFlag,
    default: 'true',
    description: '`false` writes no job summary.',
    chinese: '`false` 表示不写入摘要（job summary）。',
    example: 'false',
  },
  'dry-run': {
    parser: booleanFlag,
    default: 'false',
    description:
      '`true` changes nothing: the step checks inputs, credentials and target with read calls and reports the plan, with status `planned`.',
    chinese:
      '`true` 表示不做任何变更：只调用查询接口，校验输入、凭证和目标，输出变更计划，状态为 `planned`。',
    example: 'true',
  },
  'on-blocked': {
    parser: choice(['warn', 'fail']),
    default: 'warn',
    description:
      'What a `dry-run` does if something blocks the plan: `warn` and succeed with status `planned`, or `fail`.',
    chinese: '`dry-run` 的变更计划被阻塞时：`warn` 仅告警，状态为 `planned`；`fail` 则步骤失败。',
    example: 'fail',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;

/** The inputs of the GitHub Deployment. */
export const DEPLOYMENT_INPUTS = {
  'github-token': {
    parser: secret,
    description:
      'Token to record a GitHub Deployment with, usually `github.token`. The job needs `deployments: write`.',
    chinese:
      '记录 GitHub Deployment 所用的令牌，通常为 `github.token`。job 需要 `deployments: write` 权限。',
    example: '${{ github.token }}',
  },
  'github-environment': {
    parser: plainText,
    description:
      'Environment of the GitHub Deployment to record. The job must not set `environment:`, or only with `deployment: false`; otherwise GitHub creates a second Deployment.',
    chinese:
      '要记录的 GitHub Deployment 所属的 GitHub Environment。job 不要设置 `environment:`（或在其中设置 `deployment: false`），否则 GitHub 会另建一个 Deployment。',
    example: 'production',
  },
  'environment-url': {
    parser: webUrl,
    description: 'URL that the GitHub Deployment links to.',
    chinese: 'GitHub Deployment 上显示的链接。',
    example: 'https://shop.example.com',
  },
  'github-deployment-id': {
    parser: integer({ min: 1 }),
    description:
      'GitHub Deployment of an earlier job to continue: its output `github-deployment-id`.',
    chinese: '继续更新之前 job 创建的 GitHub Deployment：填写其输出 `github-deployment-id`。',
    example: '…   (output github-deployment-id of the step that began it)',
  },
  'github-ref': {
    parser: plainText,
    description:
      'Commit, branch or tag of the GitHub Deployment. By default the head of the pull request or of the `workflow_run`, otherwise `GITHUB_SHA`.',
    chinese:
      'GitHub Deployment 对应的提交、分支或标签。默认为 PR 或 `workflow_run` 的最新提交，其他情况为 `GITHUB_SHA`。',
    example: '${{ github.sha }}',
  },
  'github-production': {
    parser: booleanFlag,
    description:
      'Whether the Environment is one that users see (`production_environment`). By default GitHub decides: `true` for `production`.',
    chinese:
      '该 Environment 是否面向最终用户（`production_environment`）。默认由 GitHub 决定：名为 `production` 时为 `true`。',
    example: 'true',
  },
  'github-transient': {
    parser: booleanFlag,
    description:
      'Whether the Environment will no longer exist at some point (`transient_environment`), such as a preview.',
    chinese: '该 Environment 是否为临时环境（`transient_environment`），例如预览环境。',
    example: 'true',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;

/** How long to wait, and what to do if a rollout fails. */
export const WAITING_INPUTS = {
  wait: {
    parser: booleanFlag,
    default: 'true',
    description:
      '`false` starts the work and returns at once, with status `started`. A later step can wait for the result: `tem-wait`, `car-set-online`, or `dlc-result-download` with `download-id`.',
    chinese:
      '`false` 表示触发后立即返回，状态为 `started`。之后可用 `tem-wait`、`car-set-online` 或带 `download-id` 的 `dlc-result-download` 等待结果。',
    example: 'false',
  },
  timeout: {
    parser: durationBetween({ min: '1s', max: '6h' }),
    default: '30m',
    description: 'Time limit for the whole step, at most `6h`. A rollback may take 5 more minutes.',
    chinese: '整个步骤的超时时间，最长 `6h`。回滚最多可再用 5 分钟。',
    example: '1h',
  },
  'poll-interval': {
    parser: pollInterval({ min: '1s', max: '1h' }),
    default: 'auto',
    description:
      'Polling interval: a duration such as `10s`, or `auto`, which polls less often while nothing changes.',
    chinese: '轮询间隔：时长（例如 `10s`），或 `auto`（没有变化时降低频率）。',
    example: '10s',
  },
  'failure-grace': {
    parser: durationBetween({ min: '0s', max: '6h' }),
    default: '120s',
    description:
      'How long new instances may crash or fail to pull their image before the rollout counts as failed.',
    chinese: '新实例持续崩溃或拉取镜像失败超过该时长，即判定发布失败。',
    example: '5m',
  },
  'stable-for': {
    parser: durationBetween({ min: '0s', max: '1h' }),
    default: '15s',
    description:
      'How long all instances must stay healthy before the rollout counts as succeeded, or a paused batch is resumed. `0s` means two consecutive checks.',
    chinese:
      '所有实例须持续健康的时长，达到后才判定发布成功，或继续已暂停的批次。`0s` 表示连续两次检查均健康即可。',
    example: '30s',
  },
  'on-waiting': {
    parser: choice(['stop', 'resume', 'verify']),
    default: 'stop',
    description:
      'What to do when a batch is paused for confirmation: `stop` with status `waiting`, `resume` it, or `verify` it: resume it if the verification passes, otherwise the rollout fails.',
    chinese:
      '批次等待确认时：`stop` 结束步骤，状态为 `waiting`；`resume` 自动继续发布；`verify` 先验证，通过则继续发布，否则判定发布失败。',
    example: 'resume',
  },
  'if-deploying': {
    parser: choice(['wait', 'fail', 'adopt']),
    default: 'wait',
    description:
      'What to do if another rollout is in progress: `wait` until it ends, `fail`, or `adopt` it. `adopt` follows that rollout if it deploys the same version.',
    chinese:
      '应用正在发布时：`wait` 等待其结束，`fail` 报错，或 `adopt` 接管。`adopt` 仅在版本相同时跟踪该次发布。',
    example: 'adopt',
  },
  'if-unchanged': {
    parser: choice(['deploy', 'skip']),
    default: 'deploy',
    description:
      'What to do if all instances already run `deploy-version` (of a package: from a file of the same name) and are healthy: `deploy` it again, or `skip` the rollout with status `succeeded`.',
    chinese:
      '应用已在运行 `deploy-version`（以及同名程序包）且健康时：`deploy` 重新发布，或 `skip` 跳过发布，状态为 `succeeded`。',
    example: 'skip',
  },
  'on-failure': {
    parser: choice(['keep', 'revert']),
    default: 'keep',
    description:
      'What to do when the rollout fails: `keep` it as it is, or `revert` to the previous version.',
    chinese: '发布失败时：`keep` 保留现场，或 `revert` 回滚到上一版本。',
    example: 'revert',
  },
  'on-timeout': {
    parser: choice(['keep', 'revert']),
    default: 'keep',
    description:
      'What to do when `timeout` is reached: `keep` the rollout running in TEM, or `revert` to the previous version.',
    chinese: '超时后：`keep` 让发布在 TEM 中继续，或 `revert` 回滚到上一版本。',
    example: 'revert',
  },
  'on-cancel': {
    parser: choice(['keep', 'revert']),
    default: 'keep',
    description:
      'What to do when the job is cancelled: `keep` the rollout running in TEM, or `revert` to the previous version.',
    chinese: 'job 被取消时：`keep` 让发布在 TEM 中继续，或 `revert` 回滚到上一版本。',
    example: 'revert',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;
