import type { Explored, Part } from './part.ts';

type Shrinkable<Scenario extends object> = Pick<Part<Scenario>, 'run' | 'simplify'>;

/** Takes every simpler scenario that still breaks the property, until none does or the runs are used up. */
export async function shrinkScenario<Scenario extends object>(
  { run, simplify }: Shrinkable<Scenario>,
  first: Scenario,
  property: string,
  maxRuns: number,
): Promise<{ scenario: Scenario; explored: Explored; runs: number }> {
  let scenario = first;
  let explored = await run(first);
  let runs = 1;
  const breaks = ({ violations }: Explored) => violations.some((one) => one.property === property);
  for (let isSimpler = true; isSimpler;) {
    isSimpler = false;
    for (const simpler of simplify(scenario)) {
      if (runs >= maxRuns) return { scenario, explored, runs };
      const outcome = await run(simpler);
      runs += 1;
      if (!breaks(outcome)) continue;
      [scenario, explored, isSimpler] = [simpler, outcome, true];
      break;
    }
  }
  return { scenario, explored, runs };
}
