import type { Random } from './random.ts';

/** A promise that a run broke. */
export interface Violation {
  /** The short name of the property, such as `twice`. */
  readonly property: string;
  readonly text: string;
}

/** One run and what came of it. */
export interface Explored {
  readonly violations: readonly Violation[];
  /** What happened, line by line: the truth of the model, and what the jobs said. */
  readonly log: readonly string[];
}

/**
 * One kind of scenarios with the model that runs and judges them. A scenario is flat JSON: one value
 * for each knob, and the knob's value in `baseline` is the one that does nothing.
 */
export interface Part<Scenario extends object> {
  readonly name: string;
  /** A perfect world. */
  readonly baseline: Scenario;
  readonly generate: (random: Random) => Scenario;
  /** Runs a scenario; the same one always comes to the same end. */
  readonly run: (scenario: Scenario) => Promise<Explored>;
  /** Scenarios that are a little simpler, the boldest steps first. */
  readonly simplify: (scenario: Scenario) => readonly Scenario[];
}

/** A part whose kind of scenario does not matter any more: it deals in seeds, and in JSON. */
export interface OpaquePart {
  readonly name: string;
  readonly explore: (random: Random) => Promise<Explored>;
  /** The simplest scenario found that still breaks the property, what it says, and a run of it. */
  readonly shrink: (random: Random, property: string, maxRuns: number) => Promise<Shrunk>;
  /** Runs what `Shrunk.knobs` or a file of seeds says. */
  readonly replay: (knobs: Knobs) => Promise<Explored>;
}

/** What a scenario has other than the baseline. */
export type Knobs = Readonly<Record<string, unknown>>;

export interface Shrunk extends Explored {
  readonly knobs: Knobs;
  readonly runs: number;
}
