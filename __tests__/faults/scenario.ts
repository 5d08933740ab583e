import type { Simulator, SimulatorOptions } from '../../simulator/index.ts';

/** The simulated cloud around one step. */
export interface Cloud {
  readonly simulator: Simulator;
  /** Where the files of the step lie. */
  readonly workspace: string;
  /** Lets virtual seconds pass. */
  readonly pass: (seconds: number) => void;
}

export type Inputs = Readonly<Record<string, string>>;

/** How a step ends when nothing is in its way. */
export type Ending =
  'succeeded' | 'waiting' | 'started' | 'reverted' | 'planned' | 'failed' | 'cancelled';

/**
 * One use of an operation, and what the cloud has to show for it. All that is said of the cloud is
 * read from the simulator's own state.
 */
export interface Scenario {
  readonly name: string;
  readonly operation: string;
  readonly seeds?: Omit<SimulatorOptions, 'clock'>;
  /** Files of the workspace, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly inputs: Inputs | ((cloud: Cloud) => Inputs);
  /** What happened in the cloud before the step. */
  readonly prepare?: (cloud: Cloud) => void;
  /** The job is cancelled when the step has run for so many seconds; `post` comes after it. */
  readonly cancelAfter?: number;
  /** How many rollouts the step may start: 1 unless a policy deploys the previous version again. */
  readonly rollouts?: number;
  readonly endsAs: Ending;
  /** Whether the cloud, and the files of the step, show what was asked for. */
  readonly isDone: (cloud: Cloud) => boolean;
  /**
   * Whether the cloud stands half-way, as a step that ended red may leave it:
   * begun once, and said so. Without it there is none.
   */
  readonly isBegun?: (cloud: Cloud, outputs: Inputs) => boolean;
  /** What the cloud shows where the step changed nothing; without it, what it showed before. */
  readonly isUntouched?: (cloud: Cloud) => boolean;
  /** SHA-256 in hex of the file that the step downloads. */
  readonly sha256?: string;
  /** Credentials that the step can renew when the cloud calls them expired. */
  readonly isRenewable?: boolean;
  /** The job may ask for ID tokens. */
  readonly hasIdTokens?: boolean;
  /** Faults strike these calls alone: another scenario has the others. */
  readonly only?: readonly string[];
}

/** What one run of the step left behind. */
export interface Ran {
  readonly exitCode: number;
  readonly outputs: Inputs;
  readonly state: Inputs;
  readonly summary: string;
  /** All that the runner was told: lines, annotations, debug lines; without masks. */
  readonly text: string;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** Why the operation ended, as it says to programs; a process of its own does not tell. */
  readonly code?: string;
  /** Virtual seconds, without `post`. */
  readonly seconds: number;
  /** What `post` ended with, where the job was cancelled. */
  readonly postExitCode?: number;
  /** What the run itself was caught at: a secret that got out, an error that nobody handled. */
  readonly caught: readonly string[];
}
