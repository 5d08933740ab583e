import { listServingVersions } from '../rollout/serving-version.ts';
import type { Outputs } from '../github/outputs.ts';
import { getConsoleUrl } from './console-url.ts';
import type { EndInstances } from './instances.ts';
import { describePlainly } from './plain-message.ts';
import type { RunRecord } from './run-record.ts';
import { cutPlan } from './summary/plan-comment.ts';
import type { SummaryInput } from './summary/summary-input.ts';

/** Parts of the report that outputs show. */
export interface EndReport {
  /** Undefined if none were read. */
  readonly instances: EndInstances | undefined;
  /** Renders the job summary. */
  readonly renderSummary: () => string;
}

/** The outputs that tell how a step ended, '' if the cloud does not tell. */
export function describeEndOutputs(
  record: RunRecord,
  input: SummaryInput,
  { instances, renderSummary }: EndReport,
): Outputs {
  const { inputs, language, operation, outcome } = input;
  const { last } = record;
  const { applicationName = '', publicUrl = '' } = (last ?? record.before)?.application ?? {};
  const isPlan = outcome.isBlocked !== undefined;
  return {
    message: describePlainly(outcome, applicationName, language),
    changed: String(record.isChanged),
    version: describeVersion(record),
    'application-name': applicationName,
    url: publicUrl,
    'console-url': getConsoleUrl(operation, inputs.endpoint),
    instances: instances ? JSON.stringify(instances.instances) : '',
    'failed-instances': instances ? JSON.stringify(instances['failed-instances']) : '',
    plan: isPlan ? cutPlan(renderSummary()) : '',
    blocked: isPlan ? String(outcome.isBlocked) : '',
  };
}

/** The version that all healthy instances run; '' if several versions serve, or none. */
function describeVersion({ last, outputs, version }: RunRecord): string {
  if (!last) return '';
  const revisionId = outputs['revision-id'] ?? '';
  const [serving = '', ...others] = listServingVersions(last, { revisionId, version });
  return others.length > 0 ? '' : serving;
}
