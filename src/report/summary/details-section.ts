import type { Detail } from '../../text/detail.ts';
import { countHidden } from '../../text/format.ts';
import {
  escapeMarkdown,
  formatBold,
  formatBulletList,
  formatCode,
  formatCodeBlock,
  formatTable,
  joinBlocks,
} from '../../text/markdown.ts';
import type { NextStep } from '../outcome.ts';
import type { StepTemplate } from '../step-snippet.ts';
import { renderStepLines } from '../step-snippet.ts';
import type { OverviewRow } from './target-overview.ts';

/** Of thousands of details the first ones tell enough. */
const MAX_DETAILS = 30;

/** What other tables of the summary say: it is not said twice. */
export interface SaidElsewhere {
  /** The PodIds in the table of instances. */
  readonly instances: ReadonlySet<string>;
  readonly overview: readonly OverviewRow[];
}

/**
 * What there is to know about the end, as Markdown: labelled details as a table, the others as text
 * in their order, each block below its text.
 */
export function renderDetails(details: readonly Detail[], elsewhere: SaidElsewhere): string {
  const further = details.filter((detail) => !isSaid(detail, elsewhere));
  const shown = further.slice(0, MAX_DETAILS);
  const rows = shown.filter(isRow).map(({ label, text }) => [label, text].map(escapeMarkdown));
  const texts = shown.filter((detail) => !isRow(detail)).map(formatText);
  const hidden = further.length - shown.length;
  if (hidden > 0) texts.push({ line: countHidden(hidden), block: '' });
  return joinBlocks([rows.length > 0 ? formatTable(['', ''], rows) : '', ...joinLines(texts)]);
}

function isSaid({ instance, label, text }: Detail, { instances, overview }: SaidElsewhere) {
  if (instance !== undefined && instances.has(instance)) return true;
  return overview.some((row) => row.label === label && row.value === formatCode(text));
}

function isRow({ label, block }: Detail): boolean {
  return label !== undefined && block === undefined;
}

interface Text {
  /** Markdown in one line. */
  readonly line: string;
  /** A fence, or ''. */
  readonly block: string;
}

function formatText({ label, text, instance, block }: Detail): Text {
  const about = label ?? instance;
  return {
    line: escapeMarkdown(about === undefined ? text : `${about}: ${text}`),
    block: block === undefined ? '' : formatCodeBlock('text', block),
  };
}

/** Lines that follow each other make one paragraph, which a block ends. */
function joinLines(texts: readonly Text[]): string[] {
  const blocks: string[] = [];
  let paragraph: string[] = [];
  for (const { line, block } of texts) {
    if (line !== '') paragraph.push(line);
    if (block === '') continue;
    blocks.push(paragraph.join('<br>'), block);
    paragraph = [];
  }
  return [...blocks, paragraph.join('<br>')];
}

/** What to do next, with the lines to copy; '' where there is nothing to do. */
export function renderNextSteps(steps: readonly NextStep[], template: StepTemplate): string {
  if (steps.length === 0) return '';
  const items = steps.map((step) => renderNextStep(step, template));
  return `${formatBold('What next')}\n\n${formatBulletList(items)}`;
}

function renderNextStep(step: NextStep, template: StepTemplate): string {
  const lines = renderStepLines(step, template);
  const sentence = escapeMarkdown(step.sentence);
  return lines.length > 0 ? `${sentence}\n\n${formatCodeBlock('yaml', lines)}` : sentence;
}
