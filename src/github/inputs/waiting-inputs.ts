import type { InputDeclaration } from './declare-input.ts';
import { choice, durationBetween, booleanFlag, pollInterval } from './input-parsers.ts';

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
      'When another rollout is under way: wait for its end, fail, or adopt it where it brings the same version',
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
