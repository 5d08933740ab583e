import { closeSync, constants, openSync, statSync, truncateSync } from 'node:fs';
import type { Detail } from '../text/detail.ts';
import { describeSystemError } from '../text/system-errors.ts';
import { getEnv, isContainerJob } from './runner-env.ts';
import { TextError } from '../text/text-error.ts';
import type { Text } from '../text/message.ts';
import { joinTexts, message } from '../text/message.ts';

/** The files in which a step hands over what it has found out; the variable names each. */
export type FileVariable = 'GITHUB_OUTPUT' | 'GITHUB_STATE' | 'GITHUB_STEP_SUMMARY';

/** A file of the runner cannot be written: what the step finds out would be lost. */
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
 * Refuses a step whose outputs, state or summary would be lost, before it changes anything. A
 * variable that is not set means a runner without such a file, and is no reason.
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

/** Why nothing can be appended to a file that is there; '' if it can. */
function findObstacle(path: string): Text {
  try {
    // Without O_CREAT: what the runner has not made it does not read either.
    closeSync(openSync(path, constants.O_WRONLY | constants.O_APPEND));
    return '';
  } catch (error) {
    return describeSystemError(error);
  }
}

/**
 * Writes to the file at `path`. Where that fails, it gives the reason, and what was half written is
 * taken out again: the runner would refuse the whole file for it. '' if it was written.
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

/** Shortens a file, which a full disk allows. Where the system does not, it stays as it is. */
export function truncateFile(path: string, size: number): void {
  try {
    truncateSync(path, size);
  } catch {
    // Nothing is lost that was not lost before.
  }
}

function findSize(path: string): number | undefined {
  try {
    return statSync(path).size;
  } catch {
    return undefined;
  }
}
