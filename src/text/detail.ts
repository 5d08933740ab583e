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
