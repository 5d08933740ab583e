import type { Language } from '../../text/format-text.ts';
import { formatText } from '../../text/format-text.ts';
import {
  formatBold,
  formatCode,
  formatCodeBlock,
  formatMarkdown,
  formatTable,
  joinBlocks,
} from '../../text/markdown.ts';
import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import type { StageReport, TargetReport } from '../../verification/criteria.ts';
import { countHidden } from '../detail-lines.ts';
import { formatRate, formatStage } from '../stage-name.ts';
import { BLUE, GREY, RED } from './chart-colours.ts';

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
    stage.targets.map((target) => createRow(formatStage(stage.stage, of), target, stage, format)),
  );
  const hidden = rows.length - MAX_ROWS;
  return joinBlocks([
    formatBold(format(message('verification.heading'))),
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

function createRow(
  name: Text,
  target: TargetReport,
  stage: StageReport,
  format: (text: Text) => string,
): string[] {
  const { counted, failures, instance, latency, requests, successRate, url } = target;
  const others = requests - counted;
  const [icon, result] = describeResult(target, stage);
  const count =
    others > 0 ? format(message('verification.others', { requests, others })) : String(requests);
  return [
    format(name),
    [formatCode(url), formatCode(instance)].filter(Boolean).join(' '),
    count,
    String(failures),
    successRate === undefined ? '' : `${formatRate(successRate)} %`,
    latency ? formatLatencies(latency) : '',
    [icon, format(result)].filter(Boolean).join(' '),
  ];
}

/** In whole milliseconds, on one line: the header has the unit. */
function formatLatencies({ p50, p95, p99 }: NonNullable<TargetReport['latency']>): string {
  return [p50, p95, p99].map((ms) => String(Math.round(ms))).join('\u00a0/\u00a0');
}

function describeResult({ verdict }: TargetReport, stage: StageReport): Result {
  if (verdict === 'failed') return ['❌', message('verification.not-passed')];
  if (verdict === 'passed' || stage.verdict === 'passed') {
    return ['✅', message('verification.passed')];
  }
  const isStopped = stage.verdict !== 'pending';
  return ['', message(isStopped ? 'verification.stopped' : 'verification.pending')];
}

type Result = readonly [icon: string, text: Text];

/** Latency and failures have different units, so each has its own chart. */
function renderCharts({ series, stage }: StageReport, of: number, language: Language): string[] {
  if (series.length < 2) return [];
  const name = formatStage(stage, of);
  const format = (text: Text) => formatText(text, language);
  const last = series.at(-1)?.at ?? 0;
  const axis = last < MIN_MINUTES * 60_000 ? SECONDS : MINUTES;
  const common = { axis: format(axis.title), end: roundTo(last / axis.ms, 1) };
  const latency = series.map(({ p95 = 0 }) => p95);
  const isSlow = Math.max(...latency) >= 1000;
  const failures = series.map(({ failures, requests }) => (100 * failures) / (requests || 1));
  const charts: Chart[] = [
    {
      ...{ ...common, colour: BLUE },
      title: format(message(isSlow ? SLOW_TITLE : FAST_TITLE, { stage: name })),
      values: latency.map((ms) => (isSlow ? roundTo(ms / 1000, 2) : Math.round(ms))),
      top: isSlow
        ? roundTo(Math.max(...latency) / 1000, 2)
        : Math.max(10, Math.ceil(Math.max(...latency))),
    },
    {
      ...{ ...common, colour: RED, top: 100 },
      title: format(message('verification.chart-failures', { stage: name })),
      values: failures.map((percent) => roundTo(percent, 1)),
    },
  ];
  return charts.filter(({ values }) => values.some((value) => value > 0)).map(renderChart);
}

/** Labels with four digits would not fit. */
const SLOW_TITLE = 'verification.chart-latency-seconds';
const FAST_TITLE = 'verification.chart-latency';

function roundTo(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** From so many minutes on, the axis counts minutes. */
const MIN_MINUTES = 10;
const SECONDS = { ms: 1_000, title: message('verification.chart-seconds') };
const MINUTES = { ms: 60_000, title: message('verification.chart-minutes') };

interface Chart {
  readonly title: string;
  readonly axis: string;
  /** The end of the horizontal axis, which begins with 0. */
  readonly end: number;
  /** The end of the vertical axis. Below 10 its labels would be fractions. */
  readonly top: number;
  readonly values: readonly number[];
  readonly colour: string;
}

/** Small, so that a phone does not shrink its texts much; high, because it has ten labels. */
const CONFIG = {
  ...{ width: 480, height: 270, titleFontSize: 16 },
  xAxis: { labelFontSize: 12, titleFontSize: 12 },
  // A wider distance, because a label that touches the edge of the picture is cut off.
  yAxis: { labelFontSize: 11, titleFontSize: 11 },
} as const;

/**
 * Renders a Mermaid chart. All of its values are numbers and texts of the catalogue. It has bars,
 * because a line would show a period in which nothing succeeded as the lowest latency of all.
 */
function renderChart({ title, axis, end, top, values, colour }: Chart): string {
  const names = ['titleColor', ...['x', 'y'].flatMap((name) => AXIS.map((part) => name + part))];
  const colours = Object.fromEntries(names.map((each) => [each, GREY]));
  const xyChart = { backgroundColor: 'transparent', plotColorPalette: colour, ...colours };
  const init = { theme: 'base', themeVariables: { xyChart }, xyChart: CONFIG };
  return formatCodeBlock('mermaid', [
    `%%{init: ${JSON.stringify(init)}}%%`,
    'xychart-beta',
    `  title "${title}"`,
    `  x-axis "${axis}" 0 --> ${end}`,
    `  y-axis 0 --> ${top}`,
    `  bar [${values.join(', ')}]`,
  ]);
}

const AXIS = ['AxisLabelColor', 'AxisTitleColor', 'AxisTickColor', 'AxisLineColor'];
