import type { WorkflowRun } from '../../github/workflow-run.ts';
import type { Language } from '../../text/format-text.ts';
import type { Outcome } from '../outcome.ts';
import type { StepTemplate } from '../step-snippet.ts';

/** What the summary and the outputs of an ended step are made of, beside the record of the run. */
export interface SummaryInput {
  /** '' if the inputs did not tell. */
  readonly operation: string;
  readonly outcome: Outcome;
  readonly isSuccess: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How long the step took, in ms. */
  readonly took: number;
  readonly inputs: RequestedTarget;
  readonly run: WorkflowRun;
  readonly template: StepTemplate;
  readonly language: Language;
}

/** What the step was asked to work on, as far as its inputs tell. */
export interface RequestedTarget {
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly applicationId?: string | undefined;
  readonly environmentId?: string | undefined;
  readonly environmentUrl?: string | undefined;
  readonly deployVersion?: string | undefined;
  readonly functionName?: string | undefined;
  readonly taskId?: string | undefined;
  readonly maskDownloadUrl?: boolean | undefined;
}
