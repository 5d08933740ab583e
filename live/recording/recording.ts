import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import type { Answer, Evidence, Facts } from '../evidence.ts';
import type { ReadFields } from './model.ts';
import { findLeaks, redact } from './redact.ts';

/** The recordings of this repository. */
export const RECORDINGS = fileURLToPath(new URL('../../simulator/recordings/', import.meta.url));

/** What is known of a recording besides its answers. */
export interface About {
  /** Where the answers come from. */
  readonly source: string;
  /** The verdict of the rollout in a check, as the recording's author judged it by eye. */
  readonly expected: Readonly<Record<string, string>>;
  readonly facts: Facts;
}

export interface Recording extends Evidence, About {
  readonly name: string;
}

const ABOUT = 'recording.json';

/** Lists the names of the recordings of this repository. */
export function listRecordings(): string[] {
  return readdirSync(RECORDINGS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** Reads a recording: a file about it, and one with the answers of each check. */
export function readRecording(folder: string): Recording {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const about = read(ABOUT) as About;
  const answers = readdirSync(folder)
    .filter((file) => file.endsWith('.json') && file !== ABOUT)
    .flatMap((file) =>
      (read(file) as Omit<Answer, 'check'>[]).map((answer) => ({
        ...answer,
        check: file.replace(/\.json$/, ''),
      })),
    )
    .sort((a, b) => a.at - b.at);
  return { name: folder.split(/[\\/]/).filter(Boolean).at(-1) ?? '', ...about, answers };
}

/**
 * Writes a recording without anything that identifies the account. Throws if something of it would
 * be left.
 */
export function writeRecording(
  folder: string,
  evidence: Evidence,
  about: Omit<About, 'facts'>,
  readFields: ReadFields,
): void {
  const redacted = redact({ ...evidence, answers: dropRepeats(evidence.answers) }, readFields);
  const leaks = findLeaks(redacted);
  if (leaks.length > 0) throw new Error(`${leaks.length} texts of the account would be left.`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const write = (file: string, content: unknown) => {
    writeFileSync(join(folder, file), `${JSON.stringify(content, null, 2)}\n`);
  };
  write(ABOUT, { ...about, facts: redacted.facts });
  for (const [check, answers] of groupByCheck(redacted.answers)) write(`${check}.json`, answers);
}

/** Of answers that repeat each other, only the first and the last stay. */
export function dropRepeats(answers: readonly Answer[]): Answer[] {
  return answers.filter((answer, index) => {
    const isSameCall = (other: Answer) =>
      other.check === answer.check &&
      other.action === answer.action &&
      isDeepStrictEqual(other.parameters, answer.parameters);
    const before = answers.slice(0, index).findLast(isSameCall);
    const after = answers.slice(index + 1).find(isSameCall);
    return !isRepeat(before, answer) || !isRepeat(after, answer);
  });
}

function isRepeat(other: Answer | undefined, answer: Answer): boolean {
  if (!other?.response || !answer.response) return false;
  const [a, b] = [other.response, answer.response].map((response) => ({
    ...response,
    RequestId: '',
  }));
  return isDeepStrictEqual(a, b);
}

function groupByCheck(answers: readonly Answer[]): Map<string, Omit<Answer, 'check'>[]> {
  const groups = new Map<string, Omit<Answer, 'check'>[]>();
  for (const { check, ...answer } of answers) {
    groups.set(check, [...(groups.get(check) ?? []), answer]);
  }
  return groups;
}
