import type { InputName, Inputs } from '../github/inputs/input-declarations.ts';
import type { Log } from '../github/log.ts';
import type { COMMON_INPUTS } from '../github/inputs/operation-inputs.ts';
import type { InputIssue } from '../github/inputs/input-errors.ts';
import type { UploadArtifact } from '../github/artifact.ts';
import type { Folders } from '../github/runner-env.ts';
import type { Clock } from '../clock.ts';
import type { Call } from '../tencent/api-client.ts';
import type { ApiResult } from '../tencent/services/api-service.ts';
import type { CallerIdentity } from '../tencent/services/sts-api.ts';
import type { TransferContext } from '../transfer/download-source.ts';
import type { Outcome } from '../report/outcome.ts';
import type { Plan } from './dry-run.ts';
import type { RunRecord } from '../report/run-record.ts';

/** What a step works with: everything from outside, passed in. */
export interface OperationContext {
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The end of `timeout`, in ms since 1970. */
  readonly deadline: number;
  /** Aborted when the job is cancelled. */
  readonly cancelSignal: AbortSignal;
  readonly region: string;
  readonly log: Log;
  readonly report: RunRecord;
  /** The cloud's API. */
  readonly call: Call;
  /** The same calls under another deadline and another signal: what goes on after a timeout or a cancel. */
  readonly reconnect: (limits: { deadline: number; signal: AbortSignal }) => Call;
  /** Whom the cloud takes the step for. */
  readonly caller: () => Promise<ApiResult<CallerIdentity>>;
  /** What transfers of files run on; its signal is aborted by a cancel and at the deadline. */
  readonly transfer: TransferContext;
  /** Where files may be read and written. */
  readonly folders: Folders;
  /** Keeps a file as a workflow artifact; gives its ID. Rejects where there is no such service. */
  readonly uploadArtifact: UploadArtifact;
  /** Keeps what `post` must finish if this process cannot; `undefined`: nothing is left to finish. */
  readonly save: (pending: object | undefined) => void;
  /** Makes the runner print stars instead of this text. */
  readonly mask: (secret: string) => void;
}

/** What an operation gets: its own inputs, and those that every operation takes. */
type Given<Needs extends InputName, Takes extends InputName> = Inputs<
  Needs,
  Takes | (typeof COMMON_INPUTS)[number]
>;

/** One operation: the inputs it needs and takes, what they must fulfil together, and what it does. */
export interface Operation<Needs extends InputName, Takes extends InputName> {
  readonly required: readonly Needs[];
  readonly optional: readonly Takes[];
  /** What is wrong with inputs that are right one by one. */
  readonly check?: (inputs: Partial<Given<Needs, Takes>>) => readonly InputIssue[];
  readonly run: (inputs: Given<Needs, Takes>, context: OperationContext) => Promise<Outcome>;
  /** What `run` would do, by reads alone. */
  readonly plan: (inputs: Given<Needs, Takes>, context: OperationContext) => Promise<Plan>;
}

/** Types an operation by the names in `needs` and `takes`. */
export function defineOperation<const Needs extends InputName, const Takes extends InputName>(
  definition: Operation<Needs, Takes>,
): Operation<Needs, Takes> {
  return definition;
}
