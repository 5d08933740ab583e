import { formatText } from './format-text.ts';
import type { Text } from './message.ts';

/** An error with a text for people. `message` is its English form, for programs and debuggers. */
export class TextError extends Error {
  override readonly name: string = 'TextError';
  readonly text: Text;

  constructor(text: Text, options?: ErrorOptions) {
    super(formatText(text, 'en-US'), options);
    this.text = text;
  }
}

/** Returns an error's text if it is a TextError, otherwise its message. */
export function getErrorText(error: unknown): Text {
  if (error instanceof TextError) return error.text;
  return error instanceof Error ? error.message : String(error);
}
