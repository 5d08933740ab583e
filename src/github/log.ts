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

/** The log that users read while the step runs. No text can inject a workflow command. */
export interface Log {
  /** `▸ Rollout       revision-3dvm6sg3 · BETA, 1 instance first` */
  stage(noun: Text, text: Text): void;
  /**
   * ` 00:41 beta healthy 1/1 next batch in 60 s`. `elapsedMs` is in milliseconds.
   */
  event(elapsedMs: number, subject: Text, state: Text, count: string, detail: Text): void;
  /** Prints the lines in a collapsible group; nothing if there are none. */
  details(title: Text, lines: readonly Text[]): void;
  /** Annotations, which the runner also prints in the log. Messages may have several lines. */
  notice(title: Text, message: Text): void;
  warning(title: Text, message: Text): void;
  error(title: Text, message: Text): void;
  /** Visible only with debug logging enabled. */
  debug(message: Text): void;
}

/** Reads the language that the step requests, before the inputs are checked. */
export function readLanguage(env: NodeJS.ProcessEnv): Language {
  return getEnv(env, getInputVariable('language')) === 'zh-CN' ? 'zh-CN' : 'en-US';
}

/** Creates a log in one language that prints to the runner's stdout. */
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

/** Pads a text to the column's width. A longer text still gets a space after it. */
function padColumn(text: string, width: number): string {
  return `${padEnd(text, width - 1)} `;
}

/** `00:41`, or `1:02:03` from one hour on. */
function formatElapsed(elapsedMs: number): string {
  const seconds = Math.max(0, Math.floor(elapsedMs / 1_000));
  const hours = Math.floor(seconds / 3_600);
  const rest = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  return (hours === 0 ? rest : [hours, ...rest]).join(':');
}

/** Sanitizes each line but keeps the indentation of our own messages. */
function sanitizeLines(text: string): string[] {
  return text.split(/\r\n|\n/).map((line) => mapIndented(line, sanitizeLogLine));
}
