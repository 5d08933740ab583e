import { code, link, table, text } from '../../action/markdown.ts';
import { describeRun } from '../../action/workflow-run.ts';
import type { Report } from '../report.ts';
import type { SummaryFacts } from './facts.ts';
import { newVersion } from './versions.ts';

/** What was deployed where, by which commit; '' where nothing of it is known. */
export function targetTable(report: Report, facts: SummaryFacts): string {
  const { outputs, strategy, target } = report;
  const rows = [
    ['Application', application(report, facts)],
    ['Target', text(target)],
    ['Version', versions(report, facts)],
    ['Revision', code(outputs['revision-id'])],
    ['Strategy', text(strategy)],
    ['Package', change(outputs['previous-package-name'], outputs['package-name'])],
    ['Status', code(outputs['application-version-status'])],
    ['Result', code(outputs['download-uri'])],
    ['Download', code(outputs['download-path'])],
    ['SHA-256', code(outputs['download-sha256'])],
    ['Artifact', code(outputs['artifact-id'])],
    ['Address', address(facts)],
    ['Commit', describeRun(facts.run)],
    ['RequestId', code(outputs['request-id'])],
  ].filter(([, value]) => value !== '');
  return rows.length > 0 ? table(['', ''], rows) : '';
}

/** "shop-api `app-shop0001` in `en-prod0001` (ap-guangzhou)", as far as it is known. */
function application({ before, target }: Report, { inputs }: SummaryFacts): string {
  if (target !== '') return '';
  const { applicationId, applicationName, environmentId } = before?.application ?? {};
  const name = [text(applicationName), code(applicationId || inputs.applicationId)];
  const environment = code(environmentId || inputs.environmentId);
  const place = environment ? ['in', environment] : [];
  const what = [...name, ...place].filter(Boolean).join(' ');
  return what && inputs.region ? `${what} (${text(inputs.region)})` : what;
}

function address({ inputs: { environmentUrl = '' } }: SummaryFacts): string {
  return link(text(environmentUrl), environmentUrl);
}

function versions(report: Report, facts: SummaryFacts): string {
  const { outputs } = report;
  const version = outputs['application-version-id'] ?? newVersion(report, facts);
  return change(outputs['previous-version'], version);
}

/** "`v2.3.9` → `v2.4.0`", or the one of them that is known, or both are. */
function change(before: string | undefined, after: string | undefined): string {
  const both = [...new Set([before, after].map(code))].filter(Boolean);
  return both.join(' → ');
}
