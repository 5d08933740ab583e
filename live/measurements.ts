import { readText } from '../src/tencent/json.ts';
import type { Evidence } from './evidence.ts';
import { findAnswers, getResponse } from './evidence.ts';
import {
  listPodStatuses,
  listStatuses,
  measureFirstSight,
  measureInterval,
} from './judges/rollout-times.ts';

/** Something that was measured, and what came out. */
export type Measurement = readonly [what: string, seen: string];

/** Lists what nobody knew before, as far as the evidence has it. Pure. */
export function listMeasurements(evidence: Evidence): Measurement[] {
  const rollouts = ['rollout', 'beta', 'revert'].flatMap((check) =>
    measureRollout(evidence, check),
  );
  const facts = Object.entries(evidence.facts).map(([name, value]) => [name, value] as const);
  return [...rollouts, ...measurePackages(evidence), ...facts].filter(([, seen]) => seen !== '');
}

function measureRollout(evidence: Evidence, check: string): Measurement[] {
  const sight = measureFirstSight(evidence, check);
  const interval = measureInterval(evidence, check);
  return [
    [`${check}: from the trigger to the first sight`, sight === undefined ? '' : `${sight} s`],
    [`${check}: wait between batches`, interval === undefined ? '' : `${interval.seconds} s`],
    [`${check}: statuses`, listStatuses(evidence, check).join(' → ')],
    [`${check}: instances`, listPodStatuses(evidence, check).join('; ')],
  ];
}

function measurePackages(evidence: Evidence): Measurement[] {
  const forms = findAnswers(evidence, { action: 'RollingUpdateApplicationByVersion' })
    .map(({ parameters }) => readText(parameters, 'PackageName'))
    .filter(Boolean)
    .map((name) => name.replace(/[^/]+/g, (part) => (/^(?:tem|pkg)$/.test(part) ? part : '…')));
  const revisions = findAnswers(evidence, { action: 'RollingUpdateApplicationByVersion' }).map(
    (answer) => (readText(getResponse(answer), 'Result') ? 'an ID' : 'empty'),
  );
  return [
    ['form of PackageName', [...new Set(forms)].join(', ')],
    ['Result of the trigger', revisions.join(', ')],
  ];
}

/** Lists what failed in the run itself. Pure. */
export function listProblems({ facts }: Evidence): Measurement[] {
  return Object.entries(facts).filter(([name, value]) => {
    const isRefused = name === 'changes not sent' && value !== '0';
    return isRefused || name.endsWith(' failed') || value === 'failed' || value === 'not done';
  });
}
