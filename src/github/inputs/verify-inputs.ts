import type { InputDeclaration } from './declare-input.ts';
import { durationBetween, plainText } from './input-parsers.ts';
import {
  percentage,
  probeHeaders,
  probeUrls,
  statusRanges,
  verifyStages,
} from './verify-parsers.ts';

/** The verification of a rollout by requests to the application. */
export const VERIFY_INPUTS = {
  'verify-url': {
    parser: probeUrls,
    description:
      'URLs to request, one per line, to verify the rollout. `{instance-ip}` stands for the IP of each new instance, for runners inside the VPC. Without it, instances of the old version may answer too.',
    chinese:
      '用于验证发布的 URL，每行一个。`{instance-ip}` 代表每个新实例的 IP，适用于 VPC 内的 runner。不使用时，旧版本的实例也可能响应请求。',
    example: 'https://shop.example.com/health',
  },
  'verify-duration': {
    parser: durationBetween({ min: '1s', max: '6h' }),
    default: '60s',
    description: 'How long each stage is verified, unless the result is certain earlier.',
    chinese: '每个阶段的验证时长。结果确定后会提前结束。',
    example: '5m',
  },
  'verify-interval': {
    parser: durationBetween({ min: '50ms', max: '1m' }),
    default: '1s',
    description: 'Time between two requests to the same URL.',
    chinese: '对同一 URL 的请求间隔。',
    example: '200ms',
  },
  'verify-success-rate': {
    parser: percentage,
    default: '95',
    description: 'Percentage of requests that must succeed, for each URL.',
    chinese: '每个 URL 须达到的请求成功率（百分比）。',
    example: '99.5',
  },
  'verify-status': {
    parser: statusRanges,
    default: '200-399',
    description: 'Status codes that count as success. Redirects are not followed.',
    chinese: '视为成功的状态码。不跟随重定向。',
    example: '200,204',
  },
  'verify-body': {
    parser: plainText,
    description:
      'Text in the body (first 64 KiB) that only the new version sends, such as its version number. While a batch is paused, successful answers without it come from old instances and do not count.',
    chinese:
      '响应正文（前 64 KiB）中只有新版本才会返回的文本，例如版本号。批次暂停时，不含该文本的成功响应来自旧实例，不计入结果。',
    example: '"version":"2.4.0"',
  },
  'verify-latency': {
    parser: durationBetween({ min: '1ms', max: '1m' }),
    description: 'Upper bound for the 95th percentile of the latency.',
    chinese: '请求延迟 P95 的上限。',
    example: '500ms',
  },
  'verify-headers': {
    parser: probeHeaders,
    description: 'Headers of the requests as `Name: value`, one per line. The values are masked.',
    chinese: '请求头，格式为 `Name: value`，每行一个。其值会在日志中屏蔽。',
    example: 'Authorization: Bearer ${{ secrets.HEALTH_TOKEN }}',
  },
  'verify-timeout': {
    parser: durationBetween({ min: '50ms', max: '1m' }),
    default: '5s',
    description: 'Time limit for one request.',
    chinese: '单个请求的超时时间。',
    example: '2s',
  },
  'verify-stages': {
    parser: verifyStages,
    default: 'paused,final',
    description:
      'Which stages are verified: `paused` (each batch that pauses, with `on-waiting: verify`) and `final` (the complete rollout).',
    chinese:
      '要验证的阶段：`paused`（每个暂停的批次，需设置 `on-waiting: verify`）和 `final`（全部批次完成后）。',
    example: 'final',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;
