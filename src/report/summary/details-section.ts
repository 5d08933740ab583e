import type { Detail } from '../../text/detail.ts';
import {
  formatBold,
  formatBulletList,
  formatCode,
  formatCodeBlock,
  formatMarkdown,
  joinBlocks,
} from '../../text/markdown.ts';
import type { Language } from '../../text/format-text.ts';
import { joinTexts, message } from '../../text/message.ts';
import { countHidden, formatDetails } from '../detail-lines.ts';
import type { NextStep } from '../outcome.ts';
import type { StepTemplate } from '../step-snippet.ts';
import { renderStepLines } from '../step-snippet.ts';
import type { OverviewRow } from './target-overview.ts';
import { renderOverview } from './target-overview.ts';

/** For readability; with thousands of details the first ones are enough. */
const MAX_DETAILS = 30;

/** What other parts of the summary already show, so it is not repeated. */
export interface SaidElsewhere {
  /** The PodIds in the table of instances. */
  readonly instances: ReadonlySet<string>;
  readonly overview: readonly OverviewRow[];
  readonly language: Language;
}

/**
 * Renders the details as Markdown: labelled ones as a list, the others as paragraphs in order, each
 * with its block below.
 */
export function renderDetails(details: readonly Detail[], elsewhere: SaidElsewhere): string {
  const { language } = elsewhere;
  const further = details.filter((detail) => !isSaid(detail, elsewhere));
  const shown = further.slice(0, MAX_DETAILS);
  const rows = shown.filter(isRow).map(({ label = '', text }) => ({
    label,
    value: formatMarkdown(text, language),
  }));
  const texts = shown
    .filter((detail) => !isRow(detail))
    .map((detail) => formatLine(detail, language));
  const hidden = further.length - shown.length;
  if (hidden > 0) texts.push({ line: countHidden(hidden, language), block: '' });
  return joinBlocks([renderOverview(rows, language), ...joinLines(texts)]);
}

function isSaid({ instance, label, text }: Detail, { instances, overview }: SaidElsewhere) {
  if (instance !== undefined && instances.has(instance)) return true;
  return overview.some(
    (row) => row.label === label && typeof text === 'string' && row.value === formatCode(text),
  );
}

function isRow({ label, block, columns }: Detail): boolean {
  return label !== undefined && block === undefined && columns === undefined;
}

interface Line {
  /** Markdown on one line. */
  readonly line: string;
  /** A fenced block, or ''. */
  readonly block: string;
}

function formatLine({ label, text, instance, block, columns }: Detail, language: Language): Line {
  const about = label ?? instance ?? '';
  const lines = block ?? (columns && formatDetails([{ text: '', columns }], language));
  return {
    line: formatMarkdown(joinTexts('colon', about, text), language),
    block: lines === undefined ? '' : formatCodeBlock('text', lines),
  };
}

/** Joins consecutive lines to a paragraph, which ends at a block. */
function joinLines(texts: readonly Line[]): string[] {
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

/**
 * Renders the next steps. The lines to copy are collapsed, so that they do not push the facts out
 * of view.
 */
export function renderNextSteps(
  steps: readonly NextStep[],
  template: StepTemplate,
  language: Language,
): string {
  if (steps.length === 0) return '';
  const title = formatMarkdown(message('summary.next-steps'), language);
  const items = steps.map((step) => renderNextStep(step, template, language));
  return `${formatBold(title)}\n\n${formatBulletList(items)}`;
}

function renderNextStep(step: NextStep, template: StepTemplate, language: Language): string {
  const lines = renderStepLines(step, template, language);
  const sentence = formatMarkdown(step.sentence, language);
  if (lines.length === 0) return sentence;
  const title = formatMarkdown(message('summary.show-step'), language);
  const open = `<details><summary>${title}</summary>`;
  return joinBlocks([sentence, open, formatCodeBlock('yaml', lines), '</details>']);
}
