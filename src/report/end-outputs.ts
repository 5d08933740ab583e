import { findServingVersion } from '../rollout/serving-version.ts';
import type { Outputs } from '../github/outputs.ts';
import type { EndInstances } from './instances.ts';
import { describePlainly } from './plain-message.ts';
import type { RunRecord } from './run-record.ts';
import { cutPlan } from './summary/plan-comment.ts';
import type { SummaryInput } from './summary/summary-input.ts';
import { listVerification } from './verification-output.ts';

/** Parts of the report that outputs show. */
export interface EndReport {
  /** `undefined` if no instances were read. */
  readonly instances: EndInstances | undefined;
  /** Renders the job summary. */
  readonly renderSummary: () => string;
}

/** Returns the outputs that describe the end of a step. */
export function describeEndOutputs(
  record: RunRecord,
  input: SummaryInput,
  { instances, renderSummary }: EndReport,
): Outputs {
  const { consoleUrl, language, outcome } = input;
  const { before, last, outputs, version } = record;
  const known = { revisionId: outputs['revision-id'] ?? '', version };
  const { applicationName = '', publicUrl = '' } = (last ?? before)?.application ?? {};
  const isPlan = outcome.isBlocked !== undefined;
  return {
    message: describePlainly(outcome, applicationName, language),
    changed: record.isChanged,
    version: last ? findServingVersion(last, known) : '',
    'application-name': applicationName,
    url: publicUrl,
    'console-url': consoleUrl,
    instances: instances ? JSON.stringify(instances.instances) : '',
    'failed-instances': instances ? JSON.stringify(instances['failed-instances']) : '',
    verification:
      record.verification.length > 0 ? JSON.stringify(listVerification(record.verification)) : '',
    plan: isPlan ? cutPlan(renderSummary()) : '',
    ...(isPlan && { blocked: outcome.isBlocked }),
  };
}
