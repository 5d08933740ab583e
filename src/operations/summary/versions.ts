import type { Report } from '../report.ts';
import type { SummaryFacts } from './facts.ts';

/** The version that the rollout of this step brings; '' where there is no rollout, or none is known. */
export function newVersion(
  { before, last, outputs }: Report,
  { inputs }: Pick<SummaryFacts, 'inputs'>,
): string {
  const revisionId = outputs['revision-id'];
  if (revisionId === undefined) return '';
  const shown = [last, before].find((snapshot) => snapshot?.application.versionId === revisionId);
  return (
    inputs.deployVersion ||
    shown?.deployment?.newDeployVersion ||
    shown?.application.deployVersion ||
    ''
  );
}
