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
    replay: (knobs: Knobs): Promise<Explored> => part.run(turnKnobs(part.baseline, knobs)),
  };
}

/** The knobs that are not as in the baseline; of knobs that are objects, what is not so in them. */
export function getDifference(baseline: object, scenario: object): Knobs {
  const usual = new Map<string, unknown>(Object.entries(baseline));
  const changed = Object.entries(scenario).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(usual.get(name)),
  );
  return Object.fromEntries(
    changed.map(([name, value]: [string, unknown]) => {
      const old = usual.get(name);
      return [name, isPlain(old) && isPlain(value) ? getDifference(old, value) : value];
    }),
  );
}

/** The baseline with some knobs turned. */
export function turnKnobs<Scenario extends object>(baseline: Scenario, knobs: Knobs): Scenario {
  const usual = new Map<string, unknown>(Object.entries(baseline));
  const turned = Object.entries(knobs).map(([name, value]) => {
    const old = usual.get(name);
    return [name, isPlain(old) && isPlain(value) ? { ...old, ...value } : value];
  });
  return { ...baseline, ...Object.fromEntries(turned) };
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
