import type { Text } from '../text/message.ts';
import { message } from '../text/message.ts';
import type { OperationContext } from './operation.ts';

/** Logs the target of the step and the link to it in the console. */
export function logTarget(
  { consoleUrl, log }: Pick<OperationContext, 'consoleUrl' | 'log'>,
  noun: Text,
  target: Text,
): void {
  log.stage(noun, target);
  log.stage(message('words.stage-console'), consoleUrl);
}
