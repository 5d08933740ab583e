/**
 * One thing to know about how a step ended, as data. Each medium (log, annotation, summary) formats
 * it in its own way, and only there.
 */
export interface Detail {
  /** What the text is about: `RequestId`. */
  readonly label?: string;
  readonly text: string;
  /** The instance (PodId) that the text is about. */
  readonly instance?: string;
  /** Lines to copy as they are, with their indentation: a block of YAML. */
  readonly block?: readonly string[];
}

/** An error of our own: its message is a headline, its details say the rest as data. */
export interface DetailedError extends Error {
  readonly code: string;
  readonly details: readonly Detail[];
}

/** True for an error of our own. Node's errors have a code as well, but no details. */
export function isDetailedError(error: unknown): error is DetailedError {
  if (!(error instanceof Error)) return false;
  const { code, details } = error as Partial<DetailedError>;
  return typeof code === 'string' && Array.isArray(details);
}
