import type { WorkflowRun } from '../../github/workflow-run.ts';
import type { Language } from '../../text/format-text.ts';
import type { Outcome } from '../outcome.ts';
import type { StepTemplate } from '../step-snippet.ts';

/** The data for the summary and outputs of a finished step, besides the run record. */
export interface SummaryInput {
  /** '' if the inputs were invalid. */
  readonly operation: string;
  readonly outcome: Outcome;
  readonly isSuccess: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Duration of the step in ms. */
  readonly took: number;
  readonly inputs: RequestedTarget;
  /** The console page of the target; '' if the inputs were invalid. */
  readonly consoleUrl: string;
  readonly run: WorkflowRun;
  readonly template: StepTemplate;
  readonly language: Language;
}

/** The target according to the step's inputs. */
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
