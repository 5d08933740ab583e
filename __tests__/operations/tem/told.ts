import type { Run } from '../world.ts';

/** What every step to copy has in common: it says nothing about the end of this one. */
const COMMON = /^(- uses:|env:|with:|TENCENTCLOUD_|region:|endpoint:)/;

/** The annotations line by line, their titles first, without what all steps to copy have. */
export function told({ annotations }: Pick<Run, 'annotations'>): string[] {
  return annotations
    .flatMap(({ title, message }) => [title, ...message.split('\n')])
    .map((line) => line.trim())
    .filter((line) => line !== '' && !COMMON.test(line));
}

/** The lines of a step to copy that says what it works on. */
export function stepToCopy(operation: string, revisionId: string): string[] {
  return [
    `operation: ${operation}`,
    'application-id: app-shop0001',
    'environment-id: en-prod0001',
    `revision-id: ${revisionId}`,
  ];
}

/** The advice that names the operation which does it, with the lines that do it. */
export const advice = {
  resume: (id: string) => ['Start the next batch: run tem-resume', ...stepToCopy('tem-resume', id)],
  revert: (id: string) => ['Take it back: run tem-revert', ...stepToCopy('tem-revert', id)],
  revertAgain: (id: string) => [
    'Wait for the end of the revert: run tem-revert again, it sends nothing twice',
    ...stepToCopy('tem-revert', id),
  ],
  wait: (id: string) => ['Wait for its end: run tem-wait', ...stepToCopy('tem-wait', id)],
  rollback: (version: string) => [
    'Bring the version before back by a rollout of its own: run tem-rolling-update with it',
    ...stepToCopy('tem-rolling-update', '').slice(0, 3),
    `deploy-version: ${version}`,
  ],
};

/** The stages of the log from the first look on, without the time that they took. */
export function stages({ lines }: Pick<Run, 'lines'>): string[] {
  const isStage = (line: string) => /^(▸ (?!Credentials)| +\d\d:\d\d)/.test(line);
  return lines
    .filter(isStage)
    .map((line) => line.replace(/^▸ (Result +\S+) in (\d+ \w+ ?)+(?= ·)/, '$1').replace('▸ ', ''));
}

/** A stage as the log has it. */
export const columns = (name: string, text: string) => `${name.padEnd(14)}${text}`;
