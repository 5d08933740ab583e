import type { OUTCOME } from '../en/outcome.ts';
import type { Template } from '../template.ts';

/** How a step ends, whatever it did. */
export const OUTCOME_ZH: Readonly<Record<keyof typeof OUTCOME, Template>> = {
  'outcome.result': '结果',
  'outcome.ended-in': '{status}，耗时 {duration}',
  'outcome.refused': '{service} 拒绝了 {action}：{code}',
  'outcome.no-answer': '{service} 未响应 {action}',
  'outcome.download-no-answer': '下载链接没有响应',
  'outcome.file-unusable': '无法使用 {path}：{reason}',
  'outcome.a-file': '文件',
  'outcome.internal-error': '内部错误：{error}',
  'outcome.report-it': '请附上日志，为本 Action 提交 issue。',
  'outcome.cancelled': 'job 已取消',
  'outcome.timed-out': '超时：{limit}内未完成（`timeout`）',
  'outcome.more-time': '请调大 `timeout`。',
};
