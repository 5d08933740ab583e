import { sanitizeLogLine, mapIndented } from '../text/sanitize.ts';

type Core = Pick<
  typeof import('@actions/core'),
  'info' | 'notice' | 'warning' | 'error' | 'debug' | 'startGroup' | 'endGroup'
>;

/** What users read while the step runs. Whatever it is given, it prints no workflow command. */
export interface Log {
  /** `▸ Rollout       revision-3dvm6sg3 · BETA, 1 instance first` */
  stage(noun: string, text: string): void;
  /** `  00:41  beta        healthy     1/1   next batch in 60 s`; elapsed in milliseconds. */
  event(elapsedMs: number, subject: string, state: string, count: string, detail: string): void;
  /** A log group with its lines; nothing where there are none. */
  details(title: string, lines: readonly string[]): void;
  /** Annotations: the runner prints them in the log too. Messages may have several lines. */
  notice(title: string, message: string): void;
  warning(title: string, message: string): void;
  error(title: string, message: string): void;
  /** Seen only where debug logging is on. */
  debug(message: string): void;
}

/** A log on the runner's standard output. */
export function createLog(core: Core): Log {
  return {
    stage: (noun, text) => {
      core.info(`▸ ${padColumn(noun, 14)}${sanitizeLogLine(text)}`.trimEnd());
    },
    event: (elapsedMs, subject, state, count, detail) => {
      const cells = `${padColumn(subject, 12)}${padColumn(state, 12)}${padColumn(count, 6)}${sanitizeLogLine(detail)}`;
      core.info(`${formatElapsed(elapsedMs).padStart(7)}  ${cells}`.trimEnd());
    },
    details: (title, lines) => {
      if (lines.length === 0) return;
      core.startGroup(sanitizeLogLine(title));
      for (const line of lines.flatMap(sanitizeLines)) core.info(line);
      core.endGroup();
    },
    notice: (title, message) => {
      core.notice(sanitizeText(message), { title: sanitizeLogLine(title) });
    },
    warning: (title, message) => {
      core.warning(sanitizeText(message), { title: sanitizeLogLine(title) });
    },
    error: (title, message) => {
      core.error(sanitizeText(message), { title: sanitizeLogLine(title) });
    },
    debug: (message) => {
      core.debug(sanitizeText(message));
    },
  };
}

/** A text that fills its column, and is parted from the next one even where it is too long. */
function padColumn(text: string, width: number): string {
  return `${sanitizeLogLine(text).padEnd(width - 1)} `;
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

function sanitizeText(text: string): string {
  return sanitizeLines(text).join('\n');
}

/** The lines of our own messages keep their indentation. */
function sanitizeLines(text: string): string[] {
  return text.split(/\r\n|\n/).map((line) => mapIndented(line, sanitizeLogLine));
}
