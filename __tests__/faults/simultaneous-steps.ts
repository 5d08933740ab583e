import { runSteps } from '../../bench/scale/steps.ts';

/** As many steps as begin at once. */
const STEPS = 500;

/** What became of many steps that begin at once, each with an application of its own, on one rate limit. */
export interface SimultaneousSteps {
  readonly isSound: boolean;
  /** A section of the matrix's page. */
  readonly section: string;
}

/** Runs them on one virtual clock; sound where all succeed. */
export async function runSimultaneousSteps(): Promise<SimultaneousSteps> {
  const { requests, seconds, statuses } = await runSteps(STEPS);
  const succeeded = statuses.filter((status) => status === 'succeeded').length;
  const refused = requests.filter(({ isRefused }) => isRefused).length;
  const section = `## ${STEPS} steps at once

${succeeded} of ${statuses.length} rolling updates that start at the same moment end as \`succeeded\`, although the cloud accepts only 20
requests per second and action: ${requests.length} requests, ${refused} of them refused by the rate limit. The last step ends after ${Math.round(seconds)} s of virtual time.
`;
  return { isSound: succeeded === STEPS, section };
}
