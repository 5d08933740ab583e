import type { InputDeclaration } from './declare-input.ts';
import { booleanFlag, plainText } from './input-parsers.ts';

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
