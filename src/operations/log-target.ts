import type { Text } from '../text/message.ts';
import { message } from '../text/message.ts';
import type { OperationContext } from './operation.ts';

/** Shows what the step works on, and where the console shows it. */
export function logTarget(
  { consoleUrl, log }: Pick<OperationContext, 'consoleUrl' | 'log'>,
  noun: Text,
  target: Text,
): void {
  log.stage(noun, target);
  log.stage(message('words.stage-console'), consoleUrl);
}
