import type { Log } from '../action/log.ts';
import { duration, join } from './words.ts';
import type { NextStep, Outcome } from './outcome.ts';

/**
 * The result line of the log, and for a red step the one annotation that says it all.
 * `took` in ms.
 */
export function tellOutcome(log: Log, outcome: Outcome, isGreen: boolean, took: number): void {
  const { status, headline, next } = outcome;
  log.stage('Result', join(`${status} in ${duration(took)}`, headline));
  const text = [...outcome.details, ...next.flatMap(nextStepLines)].join('\n');
  if (!isGreen) log.error(headline, text || status);
  else if (status === 'waiting') log.notice(headline, text);
}

/** A next step as text: the sentence, and the lines of the step to copy. */
export function nextStepLines({ sentence, inputs = {} }: NextStep): string[] {
  return [sentence, ...workflowLines(inputs).map((line) => `  ${line}`)];
}

/** The lines under `with:`; values that YAML would read otherwise are quoted. */
export function workflowLines(inputs: Readonly<Record<string, string>>): string[] {
  return Object.entries(inputs).map(([name, value]) => `${name}: ${yamlText(value)}`);
}

function yamlText(value: string): string {
  const isPlain =
    /^[a-z_][\w./-]*$/i.test(value) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(value);
  return isPlain ? value : JSON.stringify(value);
}
