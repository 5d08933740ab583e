import { runSteps } from '../../bench/scale/steps.ts';

/** As many steps as begin at once. */
const STEPS = 500;

/**
 * A page's section on many steps at once, each of its own application, on one rate limit. Throws
 * unless all of them succeed and the limit refused requests of each on average.
 */
export async function crowd(): Promise<string> {
  const { requests, seconds, statuses } = await runSteps(STEPS);
  const succeeded = statuses.filter((status) => status === 'succeeded').length;
  const refused = requests.filter(({ isRefused }) => isRefused).length;
  if (succeeded < STEPS) throw new Error(`${STEPS - succeeded} of ${STEPS} steps at once failed.`);
  if (refused < STEPS) throw new Error(`The limit refused no more than ${refused} requests.`);
  return `## ${STEPS} steps at once

${succeeded} of ${statuses.length} rolling updates that begin at the same moment end as \`succeeded\`, where the cloud takes 20 requests a
second an action: ${requests.length} requests, ${refused} of them refused by the rate limit, all over after ${Math.round(seconds)} s of virtual time.
`;
}
