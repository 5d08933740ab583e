import { listServingVersions } from '../rollout/serving-version.ts';
import type { Outputs } from '../github/outputs.ts';
import { listFailedInstances, listInstances } from './instances.ts';
import { describePlainly } from './plain-message.ts';
import type { RunRecord } from './run-record.ts';
import { renderPlanComment } from './summary/plan-comment.ts';
import type { SummaryInput } from './summary/summary-input.ts';

/** Returns the outputs that describe the end of a step. Unknown values are ''. */
export function describeEndOutputs(record: RunRecord, input: SummaryInput): Outputs {
  const { consoleUrl, language, outcome } = input;
  const { last } = record;
  const { applicationName = '', publicUrl = '' } = (last ?? record.before)?.application ?? {};
  return {
    message: describePlainly(outcome, applicationName, language),
    changed: String(record.isChanged),
    version: describeVersion(record),
    'application-name': applicationName,
    url: publicUrl,
    'console-url': consoleUrl,
    instances: last ? JSON.stringify(listInstances(record)) : '',
    'failed-instances': last ? JSON.stringify(listFailedInstances(record, outcome)) : '',
    plan: renderPlanComment(record, input),
    blocked: outcome.isBlocked === undefined ? '' : String(outcome.isBlocked),
  };
}

/** Returns the version that all healthy instances run; '' if there are several versions or none. */
function describeVersion({ last, outputs, version }: RunRecord): string {
  if (!last) return '';
  const revisionId = outputs['revision-id'] ?? '';
  const [serving = '', ...others] = listServingVersions(last, { revisionId, version });
  return others.length > 0 ? '' : serving;
}
