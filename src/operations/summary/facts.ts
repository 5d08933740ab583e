import type { InputName, Inputs } from '../../action/inputs.ts';
import type { StepTemplate } from '../../action/step-template.ts';
import type { WorkflowRun } from '../../action/workflow-run.ts';
import type { Outcome } from '../outcome.ts';

/** What a summary is made of, beside the report. */
export interface SummaryFacts {
  readonly operation: string;
  readonly outcome: Outcome;
  readonly isGreen: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How long the step took, in ms. */
  readonly took: number;
  /** What the step asked for. */
  readonly inputs: Partial<Inputs<InputName>>;
  readonly run: WorkflowRun;
  readonly template: StepTemplate;
}
