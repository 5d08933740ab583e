import type { Language } from '../text/format-text.ts';
import { formatText } from '../text/format-text.ts';
import type { Text } from '../text/message.ts';
import { sanitizeLogLine, mapIndented } from '../text/sanitize.ts';
import { padEnd } from '../text/display-width.ts';
import { getEnv, getInputVariable } from './runner-env.ts';

type Core = Pick<
  typeof import('@actions/core'),
  'info' | 'notice' | 'warning' | 'error' | 'debug' | 'startGroup' | 'endGroup'
>;

/** What users read while the step runs. Whatever it is given, it prints no workflow command. */
export interface Log {
  /** `▸ Rollout       revision-3dvm6sg3 · BETA, 1 instance first` */
  stage(noun: Text, text: Text): void;
  /** `  00:41  beta        healthy     1/1   next batch in 60 s`; elapsed in milliseconds. */
  event(elapsedMs: number, subject: Text, state: Text, count: string, detail: Text): void;
  /** A log group with its lines; nothing if there are none. */
  details(title: Text, lines: readonly Text[]): void;
  /** Annotations: the runner prints them in the log too. Messages may have several lines. */
  notice(title: Text, message: Text): void;
  warning(title: Text, message: Text): void;
  error(title: Text, message: Text): void;
  /** Seen only where debug logging is on. */
  debug(message: Text): void;
}

/** The language that the step asks for, before its inputs are checked. */
export function readLanguage(env: NodeJS.ProcessEnv): Language {
  return getEnv(env, getInputVariable('language')) === 'zh-CN' ? 'zh-CN' : 'en-US';
}

/** A log on the runner's standard output, in one language. */
export function createLog(core: Core, language: Language = 'en-US'): Log {
  const line = (text: Text) => sanitizeLogLine(formatText(text, language));
  const lines = (text: Text) => sanitizeLines(formatText(text, language));
  const block = (text: Text) => lines(text).join('\n');
  return {
    stage: (noun, text) => {
      core.info(`▸ ${padColumn(line(noun), 14)}${line(text)}`.trimEnd());
    },
    event: (elapsedMs, subject, state, count, detail) => {
      const cells = `${padColumn(line(subject), 12)}${padColumn(line(state), 12)}${padColumn(line(count), 6)}${line(detail)}`;
      core.info(`${formatElapsed(elapsedMs).padStart(7)}  ${cells}`.trimEnd());
    },
    details: (title, texts) => {
      if (texts.length === 0) return;
      core.startGroup(line(title));
      for (const each of texts.flatMap(lines)) core.info(each);
      core.endGroup();
    },
    notice: (title, message) => {
      core.notice(block(message), { title: line(title) });
    },
    warning: (title, message) => {
      core.warning(block(message), { title: line(title) });
    },
    error: (title, message) => {
      core.error(block(message), { title: line(title) });
    },
    debug: (message) => {
      core.debug(block(message));
    },
  };
}

/** A text that fills its column, and is separated from the next one even if it is too long. */
function padColumn(text: string, width: number): string {
  return `${padEnd(text, width - 1)} `;
}

/** `00:41`, from an hour on `1:02:03`. */
function formatElapsed(elapsedMs: number): string {
  const seconds = Math.max(0, Math.floor(elapsedMs / 1_000));
  const hours = Math.floor(seconds / 3_600);
  const rest = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  return (hours === 0 ? rest : [hours, ...rest]).join(':');
}

/** The lines of our own messages keep their indentation. */
function sanitizeLines(text: string): string[] {
  return text.split(/\r\n|\n/).map((line) => mapIndented(line, sanitizeLogLine));
}
