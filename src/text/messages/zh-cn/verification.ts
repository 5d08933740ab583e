import type { VERIFICATION } from '../en/verification.ts';
import type { Template } from '../template.ts';

/** The verification of a rollout by requests to the application. */
export const VERIFICATION_ZH: Readonly<Record<keyof typeof VERIFICATION, Template>> = {
  'verification.final': '最终',
  'verification.verifying': '验证中',
  'verification.verified': '验证通过',
  'verification.not-verified': '验证失败',
  'verification.stopped': '已停止',
  'verification.plan': '{count} 个 URL，间隔 {interval}，时长 {duration}',
  'verification.progress': '{good}/{counted} 成功',
  'verification.p95': 'P95 {latency}',
  'verification.milliseconds': '{count} 毫秒',
  'verification.last-failure': '最近一次失败：{reason}',
  'verification.resumed-by': '验证通过',

  'verification.failed': '{stage}验证失败',
  'verification.stage-batch': '已暂停的批次（{batch}）',
  'verification.stage-final': '发布完成后的',
  'verification.rate': '{url} 的请求成功率为 {rate}%，`verify-success-rate` 要求 {required}%',
  'verification.latency': '{url} 的请求延迟 P95 为 {p95}，`verify-latency` 上限为 {limit}',
  'verification.no-evidence': '{url} 只有 {counted} 个有效响应，至少需要 {needed} 个',
  'verification.no-instance-ip': 'TEM 未返回新实例的 IP',
  'verification.crashed': '验证期间有 {count} 个新实例异常',
  'verification.fix-evidence':
    '请增大 `verify-duration` 或减小 `verify-interval`：批次暂停时，只有部分请求会到达该批次的实例',

  'verification.input-url': '未填写：`on-waiting` 为 `verify` 时必填',
  'verification.input-url-fix': '请添加 `verify-url: {example}`',
  'verification.input-stages': '不含 `paused`，但 `on-waiting` 为 `verify`',
  'verification.input-stages-fix': '请使用 `paused,final`，或设置 `on-waiting: resume`',
  'verification.input-wait': '为 `false`，但 `verify-url` 需要等待发布结果',
  'verification.input-wait-fix': '请删除 `wait: false`（或 `verify-url`）',
  'verification.input-few': '为 {duration}，每 {interval} 请求一次：至少需要 {needed} 次请求',
  'verification.input-few-fix': '请使用 `verify-duration: {seconds}s` 或更长',
  'verification.input-long': '为 {duration}，超出了 `timeout`（{limit}）',
  'verification.input-long-fix': '请增大 `timeout`，或缩短 `verify-duration`',
  'verification.shared-title': '旧实例也会响应请求',
  'verification.shared':
    '批次暂停时，旧版本的实例也会响应 {url}。请将 `verify-body` 设为只有新版本才会返回的文本，或使用 {placeholder}。',

  'verification.plan-answer': '验证 {url}：HTTP {status}，耗时 {latency}',
  'verification.plan-no-answer': '验证 {url}：无响应（{reason}）',
  'verification.plan-share':
    '{batch}暂停时，对 {url} 的请求约有 {percent}% 到达新实例（{requests} 次中约 {expected} 次）',
  'verification.plan-few':
    '{batch}暂停时，对 {url} 的 {requests} 次请求中只有约 {expected} 次到达新实例；至少需要 {needed} 个有效响应',

  'verification.heading': '发布验证',
  'verification.column-stage': '阶段',
  'verification.column-url': 'URL',
  'verification.column-requests': '请求数',
  'verification.column-failures': '失败数',
  'verification.column-rate': '成功率',
  'verification.column-latency': 'P50 / P95 / P99（毫秒）',
  'verification.column-result': '结果',
  'verification.passed': '通过',
  'verification.not-passed': '失败',
  'verification.pending': '未完成',
  'verification.others': '{requests}（其中 {others} 次由旧实例响应）',
  'verification.chart-latency': '{stage}：P95 延迟（毫秒）',
  'verification.chart-latency-seconds': '{stage}：P95 延迟（秒）',
  'verification.chart-failures': '{stage}：失败的请求（%）',
  'verification.chart-seconds': '秒',
  'verification.chart-minutes': '分钟',
};
