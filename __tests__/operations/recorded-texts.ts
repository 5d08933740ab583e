import { EN } from '../../src/text/messages/en.ts';
import type { Recorded } from './recorder.ts';

const PLACEHOLDERS = new RegExp(
  [...new Set(JSON.stringify(EN).match(/\{\w+\}/g))].join('|').replace(/[{}]/g, '\\$&'),
  'g',
);

/** Placeholders that got no value, in all that people read, but for those of `cos-endpoint`. */
export function listGaps({ annotations, debug, lines, outputs, summaries }: Recorded): string[] {
  const texts = JSON.stringify([annotations, debug, lines, outputs, summaries]);
  return texts.replaceAll(/\{bucket\}\S*\{region\}/g, '').match(PLACEHOLDERS) ?? [];
}

/** The lines of the log that tell what the step does; with `about` only those that name this. */
export function stagesOf({ lines }: Pick<Recorded, 'lines'>, about = ''): string[] {
  return lines.filter((line) => line.startsWith('▸ ') && line.includes(about));
}
