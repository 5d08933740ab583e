import type { Text } from './message.ts';
import { TextError } from './text-error.ts';

/**
 * One thing to know about how a step ended, as data. Each medium (log, annotation, summary) formats
 * it in its own way, and only there.
 */
export interface Detail {
  /** What the text is about: `RequestId`. */
  readonly label?: Text;
  readonly text: Text;
  /** The instance (PodId) that the text is about. */
  readonly instance?: string;
  /** Lines to copy as they are, with their indentation: a block of YAML. */
  readonly block?: readonly string[];
  /** Rows of two texts that read best in columns: what is wrong, and the fix. */
  readonly columns?: readonly (readonly [Text, Text])[];
}

/** An error of our own: its text is a headline, its details say the rest as data. */
export interface DetailedError extends TextError {
  readonly code: string;
  readonly details: readonly Detail[];
}

/** True for an error of our own that has a code and details. */
export function isDetailedError(error: unknown): error is DetailedError {
  if (!(error instanceof TextError)) return false;
  const { code, details } = error as Partial<DetailedError>;
  return typeof code === 'string' && Array.isArray(details);
}
