import { closeSync, constants, openSync, statSync, truncateSync } from 'node:fs';
import type { Detail } from '../text/detail.ts';
import { describeSystemError } from '../text/system-errors.ts';
import { getEnv, isContainerJob } from './runner-env.ts';
import { TextError } from '../text/text-error.ts';
import type { Text } from '../text/message.ts';
import { joinTexts, message } from '../text/message.ts';

/** Environment variables with the paths of the files that a step writes its results to. */
export type FileVariable = 'GITHUB_OUTPUT' | 'GITHUB_STATE' | 'GITHUB_STEP_SUMMARY';

/** A runner file cannot be written, so the step's results would be lost. */
export class CommandFileError extends TextError {
  override readonly name = 'CommandFileError';
  readonly code = 'runner-file-unwritable';
  readonly details: readonly Detail[];

  constructor(text: Text, details: readonly Detail[]) {
    super(text);
    this.details = details;
  }
}

/**
 * Throws a CommandFileError if the outputs, state or summary could not be written, so that the step
 * fails before it changes anything. An unset variable is not an error: the runner has no such file.
 */
export function assertFilesWritable(
  env: NodeJS.ProcessEnv,
  variables: readonly FileVariable[],
): void {
  const wrong = variables.flatMap((variable) => {
    const path = getEnv(env, variable);
    const why = path === undefined ? '' : findObstacle(path);
    return path === undefined || why === '' ? [] : [{ variable, path, why }];
  });
  const [first] = wrong;
  if (first === undefined) return;
  throw new CommandFileError(message('github.file-unwritable', { variable: first.variable }), [
    ...wrong.map(({ variable, path, why }) => ({
      label: variable,
      text: joinTexts('colon', path, why),
    })),
    {
      label: message('words.fix'),
      text: isContainerJob(env)
        ? message('github.run-as-user', { container: 'container: { options: --user root }' })
        : message('github.free-runner-temp'),
    },
    { text: message('github.nothing-changed') },
  ]);
}

/** Returns why an existing file cannot be appended to, or '' if it can. */
function findObstacle(path: string): Text {
  try {
    // No O_CREAT: the runner does not read a file that it has not created itself.
    closeSync(openSync(path, constants.O_WRONLY | constants.O_APPEND));
    return '';
  } catch (error) {
    return describeSystemError(error);
  }
}

/**
 * Runs `write`, which appends to the file at `path`. Returns '' on success, otherwise the reason. A
 * partial write is removed, because the runner would reject the whole file.
 */
export function tryWrite(path: string | undefined, write: () => void): Text {
  const size = path === undefined ? undefined : findSize(path);
  try {
    write();
    return '';
  } catch (error) {
    if (path !== undefined && size !== undefined) truncateFile(path, size);
    return describeSystemError(error);
  }
}

/** Truncates a file, which works even on a full disk. Errors are ignored. */
export function truncateFile(path: string, size: number): void {
  try {
    truncateSync(path, size);
  } catch {
    // The file is no worse than before.
  }
}

function findSize(path: string): number | undefined {
  try {
    return statSync(path).size;
  } catch {
    return undefined;
  }
}
