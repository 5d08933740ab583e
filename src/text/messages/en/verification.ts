import type { Catalogue } from '../template.ts';

/** The verification of a rollout by requests to the application. */
export const VERIFICATION = {
  'verification.final': 'final',
  'verification.verifying': 'verifying',
  'verification.verified': 'verified',
  'verification.not-verified': 'failed',
  'verification.stopped': 'stopped',
  'verification.plan': {
    one: '1 URL, every {interval} for {duration}',
    other: '{count} URLs, every {interval} for {duration}',
  },
  'verification.progress': '{good}/{counted} ok',
  'verification.p95': 'p95 {latency}',
  'verification.milliseconds': '{count} ms',
  'verification.last-failure': 'last failure: {reason}',
  'verification.resumed-by': 'verification passed',

  // The result.
  'verification.failed': 'the verification of {stage} failed',
  'verification.stage-batch': 'the paused batch ({batch})',
  'verification.stage-final': 'the complete rollout',
  'verification.rate':
    '{rate} % of the requests to {url} succeeded; `verify-success-rate` is {required} %',
  'verification.latency':
    'the 95th percentile of the latency of {url} was {p95}; `verify-latency` is {limit}',
  'verification.no-evidence':
    'only {counted} answers from {url} count; at least {needed} are needed',
  'verification.no-instance-ip': 'TEM reports no IP address of the new instances',
  'verification.crashed': {
    one: '1 new instance failed during the verification',
    other: '{count} new instances failed during the verification',
  },
  'verification.fix-evidence':
    'raise `verify-duration`, or lower `verify-interval`: while a batch is paused, only some of the requests reach its instances',

  // Inputs.
  'verification.input-url': 'is missing: `on-waiting` is `verify`',
  'verification.input-url-fix': 'add `verify-url: {example}`',
  'verification.input-stages': 'leaves out `paused`, but `on-waiting` is `verify`',
  'verification.input-stages-fix': 'use `paused,final`, or `on-waiting: resume`',
  'verification.input-wait': 'is `false`, but `verify-url` needs the result of the rollout',
  'verification.input-wait-fix': 'remove `wait: false` (or `verify-url`)',
  'verification.input-few':
    'is {duration} with one request every {interval}: at least {needed} requests are needed',
  'verification.input-few-fix': 'use `verify-duration: {seconds}s` or more',
  'verification.input-long': 'is {duration}, which `timeout` ({limit}) does not leave',
  'verification.input-long-fix': 'raise `timeout`, or use a shorter `verify-duration`',
  'verification.shared-title': 'Old instances answer too',
  'verification.shared':
    'While a batch is paused, instances of the old version also answer {url}. Set `verify-body` to a text that only the new version sends, or use {placeholder}.',

  // The plan.
  'verification.plan-answer': 'verify {url}: HTTP {status} in {latency}',
  'verification.plan-no-answer': 'verify {url}: no answer ({reason})',
  'verification.plan-share':
    'while {batch} is paused, about {percent} % of the requests to {url} reach new instances ({expected} of {requests})',
  'verification.plan-few':
    'while {batch} is paused, only about {expected} of {requests} requests to {url} reach new instances; at least {needed} answers must count',

  // The summary.
  'verification.heading': 'Verification',
  'verification.column-stage': 'Stage',
  'verification.column-url': 'URL',
  'verification.column-requests': 'Requests',
  'verification.column-failures': 'Failures',
  'verification.column-rate': 'Success rate',
  'verification.column-latency': 'p50 / p95 / p99 (ms)',
  'verification.column-result': 'Result',
  'verification.passed': 'passed',
  'verification.not-passed': 'failed',
  'verification.pending': 'not finished',
  'verification.others': '{requests} ({others} by old instances)',
  'verification.chart-latency': '{stage}: p95 latency (ms)',
  'verification.chart-latency-seconds': '{stage}: p95 latency (s)',
  'verification.chart-failures': '{stage}: failed requests (%)',
  'verification.chart-seconds': 'seconds',
  'verification.chart-minutes': 'minutes',
} as const satisfies Catalogue;
