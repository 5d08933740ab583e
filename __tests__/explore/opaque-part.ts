import type { Explored, Knobs, OpaquePart, Part, Shrunk } from './part.ts';
import { shrinkScenario } from './shrink.ts';

/** Puts a part behind seeds and JSON, so that all parts fit into one list. */
export function hideScenario<Scenario extends object>(part: Part<Scenario>): OpaquePart {
  return {
    name: part.name,
    explore: (random) => part.run(part.generate(random)),
    shrink: async (random, property, maxRuns): Promise<Shrunk> => {
      const first = part.generate(random);
      const { scenario, explored, runs } = await shrinkScenario(part, first, property, maxRuns);
      return { ...explored, knobs: getDifference(part.baseline, scenario), runs };
    },
    replay: (knobs: Knobs): Promise<Explored> => part.run({ ...part.baseline, ...knobs }),
  };
}

/** The knobs that are not as in the baseline. */
export function getDifference(baseline: object, scenario: object): Knobs {
  const usual = new Map<string, unknown>(Object.entries(baseline));
  return Object.fromEntries(
    Object.entries(scenario).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(usual.get(name)),
    ),
  );
}
