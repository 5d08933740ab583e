import { isCommand, LINE_END } from '../runner-core.ts';

/** `::warning title=Unused input::"from" is not used by "tem-wait"`, taken apart. */
export interface WorkflowCommand {
  name: string;
  properties: Record<string, string>;
  message: string;
}

/** What the action itself prints; whatever else the runner obeys has been smuggled in. */
const OURS = new Set(['add-mask', 'debug', 'notice', 'warning', 'error', 'group', 'endgroup']);

const ANNOTATIONS = new Set(['notice', 'warning', 'error']);
/** What GitHub shows of an annotation's message. */
const MAX_MESSAGE_LENGTH = 4_096;

const COMMAND = /^::([a-z-]+)(?: ([^:]*))?::(.*)$/;

/**
 * The workflow commands among the lines of standard output. Throws where a line would be obeyed
 * that @actions/core does not print like this, or that is none of ours. Of an annotation there is
 * as much as GitHub shows.
 */
export function readWorkflowCommands(stdout: string): WorkflowCommand[] {
  const lines = stdout.split(LINE_END).filter(isCommand);
  return lines.map((line) => {
    const [, name = '', properties = '', message = ''] = COMMAND.exec(line) ?? [];
    if (!OURS.has(name)) throw new Error(`A workflow command that is not ours: ${line}`);
    const length = ANNOTATIONS.has(name) ? MAX_MESSAGE_LENGTH : Infinity;
    const shown = unescaped(message).slice(0, length);
    return { name, properties: readProperties(properties), message: shown };
  });
}

function readProperties(text: string): Record<string, string> {
  const pairs = text.split(',').filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [name, unescaped(value.join('='))];
    }),
  );
}

/** Undoes what @actions/core escapes; the percent sign comes last. */
function unescaped(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
}
