import { formatBatchName } from '../../rollout/batch-progress.ts';
import type { Language } from '../../text/format-text.ts';
import { formatText } from '../../text/format-text.ts';
import {
  formatCode,
  formatCodeBlock,
  formatHeading,
  formatMarkdown,
  formatTable,
  joinBlocks,
} from '../../text/markdown.ts';
import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import type { StageReport, TargetReport } from '../../verification/criteria.ts';
import { countHidden } from '../detail-lines.ts';

/** More rows would push everything else out of view. */
const MAX_ROWS = 50;
/** More charts would take too long to draw; the table has all stages. */
const MAX_CHARTS = 4;

/** Renders the verification: a table of all stages and URLs, and two charts per stage. */
export function renderVerification(
  stages: readonly StageReport[],
  of: number,
  language: Language,
): string {
  if (stages.length === 0) return '';
  const format = (text: Text) => formatMarkdown(text, language);
  const rows = stages.flatMap((stage) =>
    stage.targets.map((target) => createRow(formatStageName(stage, of), target, stage, format)),
  );
  const hidden = rows.length - MAX_ROWS;
  return joinBlocks([
    formatHeading(3, format(message('verification.heading'))),
    formatTable(HEADERS.map(format), rows.slice(0, MAX_ROWS), ALIGNMENT),
    hidden > 0 ? countHidden(hidden, language) : '',
    ...stages.slice(-MAX_CHARTS).flatMap((stage) => renderCharts(stage, of, language)),
  ]);
}

const HEADERS = [
  message('verification.column-stage'),
  message('verification.column-url'),
  message('verification.column-requests'),
  message('verification.column-failures'),
  message('verification.column-rate'),
  message('verification.column-latency'),
  message('verification.column-result'),
];
const ALIGNMENT = ['left', 'left', 'right', 'right', 'right', 'right', 'left'] as const;

function formatStageName({ stage }: StageReport, of: number): Text {
  if (stage === 'final') return message('verification.final');
  return formatBatchName({ position: stage === 'paused' ? 'rollout' : stage, of });
}

function createRow(
  name: Text,
  target: TargetReport,
  stage: StageReport,
  format: (text: Text) => string,
): string[] {
  const { counted, failures, instance, latency, requests, successRate, url } = target;
  const others = requests - counted;
  const count =
    others > 0 ? format(message('verification.others', { requests, others })) : String(requests);
  return [
    format(name),
    [formatCode(url), formatCode(instance)].filter(Boolean).join(' '),
    count,
    String(failures),
    successRate === undefined ? '' : `${Math.floor(successRate * 10) / 10} %`,
    latency ? [latency.p50, latency.p95, latency.p99].map(formatMs).join(' / ') : '',
    format(describeResult(target, stage)),
  ];
}

function formatMs(ms: number): string {
  return `${Math.round(ms)} ms`;
}

function describeResult({ verdict }: TargetReport, stage: StageReport): Text {
  if (verdict === 'failed') return message('verification.not-passed');
  if (verdict === 'passed' || stage.verdict === 'passed') return message('verification.passed');
  return message(stage.verdict === 'stopped' ? 'verification.stopped' : 'verification.pending');
}

/** The line and the bars are separate charts: latency and failures have different units. */
function renderCharts({ series, ...stage }: StageReport, of: number, language: Language): string[] {
  if (series.length < 2) return [];
  const name = formatStageName({ series, ...stage }, of);
  const seconds = series.map(({ at }) => Math.round(at / 1000));
  const latencies = series.map(({ p95 }) => Math.round(p95 ?? 0));
  const failures = series.map((point) => point.failures);
  const title = (key: 'verification.chart-latency' | 'verification.chart-failures') =>
    formatText(message(key, { stage: name }), language);
  const axis = formatText(message('verification.chart-axis'), language);
  const latency = renderChart(
    { title: title('verification.chart-latency'), axis, kind: 'line', colour: '#0969da' },
    seconds,
    latencies,
  );
  if (failures.every((count) => count === 0)) return [latency];
  const bars = { title: title('verification.chart-failures'), axis, colour: '#cf222e' } as const;
  return [latency, renderChart({ ...bars, kind: 'bar' }, seconds, failures)];
}

interface ChartStyle {
  readonly title: string;
  readonly axis: string;
  readonly kind: 'line' | 'bar';
  readonly colour: string;
}

/** A contrast of 4.3 to 1 on both GitHub's light and dark background. */
const GREY = '#737a85';

/** Renders a Mermaid chart. All of its values are numbers and texts of the catalogue. */
function renderChart(
  { title, axis, kind, colour }: ChartStyle,
  seconds: readonly number[],
  values: readonly number[],
): string {
  const xyChart = {
    backgroundColor: 'transparent',
    plotColorPalette: colour,
    titleColor: GREY,
    xAxisLabelColor: GREY,
    xAxisTitleColor: GREY,
    xAxisTickColor: GREY,
    xAxisLineColor: GREY,
    yAxisLabelColor: GREY,
    yAxisTitleColor: GREY,
    yAxisTickColor: GREY,
    yAxisLineColor: GREY,
  };
  const init = { theme: 'base', themeVariables: { xyChart }, xyChart: { width: 700, height: 220 } };
  const top = Math.max(1, ...values);
  return formatCodeBlock('mermaid', [
    `%%{init: ${JSON.stringify(init)}}%%`,
    'xychart-beta',
    `  title "${title}"`,
    `  x-axis "${axis}" ${seconds[0] ?? 0} --> ${seconds.at(-1) ?? 1}`,
    `  y-axis 0 --> ${top}`,
    `  ${kind} [${values.join(', ')}]`,
  ]);
}
