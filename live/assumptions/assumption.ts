/** The live checks; each settles some of the assumptions. */
export type CheckId =
  | 'reads'
  | 'dry-run'
  | 'rollout'
  | 'package'
  | 'upload-one'
  | 'upload-parts'
  | 'beta'
  | 'revert'
  | 'force'
  | 'failure'
  | 'car-version'
  | 'scf-url'
  | 'dlc-download'
  | 'intl-site'
  | 'errors'
  | 'gateway';

/** What nobody has seen yet, or what a recording has shown. */
export type State =
  | 'open'
  | {
      /** The day of the recording, as YYYY-MM-DD. */
      readonly settledOn: string;
      /** The name of a folder in simulator/recordings/. */
      readonly recording: string;
      /** False if Tencent Cloud does something else than the code assumes. */
      readonly holds: boolean;
    };

/** Something that Tencent Cloud does not document, but that the code relies on. All texts Markdown. */
export interface Assumption {
  /** Named by the comments in src/: `Unknown (tem-batch-interval-unit): …`. */
  readonly id: string;
  readonly question: string;
  /** What the code takes for granted. */
  readonly assumed: string;
  /** What the code does if the assumption does not hold. */
  readonly otherwise: string;
  /** The live check that settles it; or why none can, and how a person would. */
  readonly check: CheckId | { readonly byHand: string };
  readonly state: State;
}
