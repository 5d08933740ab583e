import type { Text } from './message.ts';
import { TextError } from './text-error.ts';

/**
 * One piece of information about a step's outcome, as data. Only the media (log, annotation,
 * summary) format it, each in its own way.
 */
export interface Detail {
  /** What the text is about, for example `RequestId`. */
  readonly label?: Text;
  readonly text: Text;
  /** The instance (PodId) that the text is about. */
  readonly instance?: string;
  /** Lines to copy exactly, with their indentation, such as YAML. */
  readonly block?: readonly string[];
  /** Rows of two texts, shown as columns: the problem and the fix. */
  readonly columns?: readonly (readonly [Text, Text])[];
}

/** An error of this action: its text is a headline, and its details contain the rest as data. */
export interface DetailedError extends TextError {
  readonly code: string;
  readonly details: readonly Detail[];
}

/** Whether the error is one of this action's, with a code and details. */
export function isDetailedError(error: unknown): error is DetailedError {
  if (!(error instanceof TextError)) return false;
  const { code, details } = error as Partial<DetailedError>;
  return typeof code === 'string' && Array.isArray(details);
}
