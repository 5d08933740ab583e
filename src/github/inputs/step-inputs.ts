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

/** What the step is to do. */
export const OPERATION_INPUT = {
  operation: {
    parser: plainText,
    description: 'What to do',
    chinese: '要做什么',
    example: 'tem-rolling-update',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;

/** What the step leaves behind, and whether it changes anything. */
export const REPORT_INPUTS = {
  summary: {
    parser: booleanFlag,
    default: 'true',
    description: 'Write a job summary',
    chinese: '写入任务摘要',
    example: 'true',
  },
  'dry-run': {
    parser: booleanFlag,
    default: 'false',
    description:
      'Check inputs, credentials and the target by reads alone, print the plan; status `planned`',
    chinese: '只凭读取检查输入、凭证和目标，打印计划；状态为 `planned`',
    example: 'true',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;

/** The inputs of the record that GitHub keeps of a deployment. */
export const DEPLOYMENT_INPUTS = {
  'github-token': {
    parser: secret,
    description:
      'Token to record a GitHub Deployment with; the job needs permissions: deployments: write',
    chinese: '用来记录 GitHub Deployment 的令牌；该任务需要 `permissions: deployments: write`',
    example: '${{ github.token }}',
  },
  'github-environment': {
    parser: plainText,
    description:
      'Record a GitHub Deployment to this environment: in progress, then success or failure (not in a job with environment:, where GitHub keeps one itself)',
    chinese:
      '在该环境下记录一个 GitHub Deployment：先是进行中，然后是成功或失败（不要用在有 `environment:` 的任务里，那里 GitHub 自己会记录）',
    example: 'production',
  },
  'environment-url': {
    parser: webUrl,
    description: 'Address that the GitHub Deployment links to',
    chinese: 'GitHub Deployment 所链接的地址',
    example: 'https://shop.example.com',
  },
  'github-deployment-id': {
    parser: integer({ min: 1 }),
    description: 'Continue the GitHub Deployment that an earlier job began',
    chinese: '继续由更早的任务开始的 GitHub Deployment',
    example: '…   (output github-deployment-id of the step that began it)',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;

/** How long to wait, and what to do with a rollout that does not go well. */
export const WAITING_INPUTS = {
  wait: {
    parser: booleanFlag,
    default: 'true',
    description: 'Wait for the verdict; false: start and leave, with status started',
    chinese: '等待结论；false：启动后立即结束，状态为 started',
    example: 'true',
  },
  timeout: {
    parser: durationBetween({ min: '1s', max: '6h' }),
    default: '30m',
    description: 'Time limit of the whole step: 90s, 30m, 1h30m; at most 6h',
    chinese: '整个步骤的时限：90s、30m、1h30m；最长 6h',
    example: '30m',
  },
  'poll-interval': {
    parser: pollInterval({ min: '1s', max: '1h' }),
    default: 'auto',
    description: 'Time between two looks at the rollout: auto adapts, a duration (10s) fixes it',
    chinese: '两次查看之间的时间：auto 自动调整，时长（10s）则固定',
    example: 'auto',
  },
  'failure-grace': {
    parser: durationBetween({ min: '0s', max: '6h' }),
    default: '120s',
    description:
      'How long new instances may crash or fail to pull before the rollout counts as failed',
    chinese: '新实例崩溃或拉取失败多久之后，这次更新算作失败',
    example: '120s',
  },
  'stable-for': {
    parser: durationBetween({ min: '0s', max: '1h' }),
    default: '15s',
    description:
      'How long all instances have to stay healthy before the rollout has succeeded, or a paused batch is resumed; 0s: two checks in a row',
    chinese: '所有实例须保持健康多久，更新才算成功，或暂停的批次才会继续；0s：连续两次检查',
    example: '15s',
  },
  'on-waiting': {
    parser: choice(['stop', 'resume']),
    default: 'stop',
    description:
      'When a batch waits for confirmation: stop here, with status waiting, or resume it',
    chinese: '某一批等待确认时：stop（在此结束，状态为 waiting）或 resume（继续）',
    example: 'stop',
  },
  'if-deploying': {
    parser: choice(['wait', 'fail', 'adopt']),
    default: 'wait',
    description:
      'If another rollout is in progress: wait for it, fail, or adopt it if it deploys the same version',
    chinese:
      '另一次更新正在进行时：wait（等它结束）、fail（失败）或 adopt（若它部署的是同一版本，则接管）',
    example: 'wait',
  },
  'on-failure': {
    parser: choice(['keep', 'revert']),
    default: 'keep',
    description: 'When the rollout fails: keep it as it is, or revert it',
    chinese: '更新失败时：keep（保持原状）或 revert（回退）',
    example: 'keep',
  },
  'on-timeout': {
    parser: choice(['keep', 'revert']),
    default: 'keep',
    description: 'When the time is up: keep the rollout running, or revert it',
    chinese: '超时时：keep（让更新继续）或 revert（回退）',
    example: 'keep',
  },
  'on-cancel': {
    parser: choice(['keep', 'revert']),
    default: 'keep',
    description: 'When the job is cancelled: keep the rollout running, or revert it',
    chinese: '任务被取消时：keep（让更新继续）或 revert（回退）',
    example: 'keep',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;
