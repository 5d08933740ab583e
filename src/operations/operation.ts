import type { AnyInputs, InputName } from '../github/inputs/input-declarations.ts';
import type { Log } from '../github/log.ts';
import type {
  CommonInputs,
  InputRules,
  OperationInputs,
} from '../github/inputs/operation-inputs.ts';
import { readOperationInputs } from '../github/inputs/operation-inputs.ts';
import type { PreparableOperation } from '../github/inputs/read-inputs.ts';
import type { UploadArtifact } from '../github/artifact.ts';
import type { Folders } from '../github/runner-env.ts';
import type { Clock } from '../clock.ts';
import type { Call } from '../tencent/api-client.ts';
import type { ApiResult } from '../tencent/services/api-service.ts';
import type { CallerIdentity } from '../tencent/services/sts-api.ts';
import type { TransferContext } from '../transfer/transfer-context.ts';
import type { Outcome } from '../report/outcome.ts';
import type { Plan } from './dry-run.ts';
import type { RunRecord } from '../report/run-record.ts';

/** What an operation works with: everything from outside, passed in. */
export interface OperationContext {
  readonly clock: Clock;
  /** When the step began, in ms since 1970: its duration and the times in the log count from here. */
  readonly startedAt: number;
  /** The end of `timeout`, in ms since 1970. */
  readonly deadline: number;
  /** Aborted when the job is cancelled. */
  readonly cancelSignal: AbortSignal;
  /** Aborted when the job is cancelled, and at the deadline. */
  readonly deadlineSignal: AbortSignal;
  readonly region: string;
  /** Where the console shows what the step works on. */
  readonly consoleUrl: string;
  readonly log: Log;
  readonly report: RunRecord;
  /** The cloud's API. */
  readonly call: Call;
  /** The same for polls: they read again anyway, and have to know when nothing could be read. */
  readonly pollingCall: Call;
  /** The same context under other limits, for what goes on after a timeout or a cancel. */
  readonly withLimits: (
    limits: Pick<OperationContext, 'cancelSignal' | 'deadline'>,
  ) => OperationContext;
  /** Asks the cloud who the step is. */
  readonly caller: () => Promise<ApiResult<CallerIdentity>>;
  /** What transfers of files run on; its signal is the `deadlineSignal`. */
  readonly transfer: TransferContext;
  /** Where files may be read and written. */
  readonly folders: Folders;
  /** Keeps a file as a workflow artifact; gives its ID. Rejects if there is no such service. */
  readonly uploadArtifact: UploadArtifact;
  /** Keeps what `post` must finish if this process cannot; `undefined`: nothing is left to finish. */
  readonly save: (pending: object | undefined) => void;
  /** Called once the target was read and found: what records the deployment begins then. */
  readonly onTargetChecked: () => void;
  /** Makes the runner print asterisks instead of this text. */
  readonly mask: (secret: string) => void;
}

/** One operation: the inputs that it uses, what they must be to each other, and what it does. */
export interface OperationDefinition<
  Required extends InputName,
  Optional extends InputName,
> extends InputRules<Required, Optional> {
  /** Refuses what cannot work, before credentials are asked for and any call is made. */
  readonly preflight?: (
    inputs: OperationInputs<Required, Optional>,
    context: OperationContext,
  ) => Promise<void>;
  /** Looks up the IDs of what inputs name; `run` and `plan` get what it gives. */
  readonly resolve?: (
    inputs: OperationInputs<Required, Optional>,
    context: OperationContext,
  ) => Promise<OperationInputs<Required, Optional>>;
  readonly run: (
    inputs: OperationInputs<Required, Optional>,
    context: OperationContext,
  ) => Promise<Outcome>;
  /** Finds out what `run` would do, by reads alone. */
  readonly plan: (
    inputs: OperationInputs<Required, Optional>,
    context: OperationContext,
  ) => Promise<Plan>;
}

/** An operation that has its inputs, and keeps their types to itself. */
export interface PreparedOperation {
  /** The inputs that every operation uses. */
  readonly common: CommonInputs;
  /** All inputs that it has, for the report; with IDs in place of names once they are known. */
  readonly inputs: AnyInputs;
  readonly preflight: (context: OperationContext) => Promise<void>;
  readonly run: (context: OperationContext) => Promise<Outcome>;
  readonly plan: (context: OperationContext) => Promise<Plan>;
}

/** An operation that anything can be asked of without knowing which inputs it uses. */
export type Operation = PreparableOperation<PreparedOperation>;

/** Makes an operation that reads, checks and keeps its inputs, typed by the names it declares. */
export function defineOperation<const Required extends InputName, const Optional extends InputName>(
  definition: OperationDefinition<Required, Optional>,
): Operation {
  const { required, optional, preflight, resolve, run, plan } = definition;
  return {
    required,
    optional,
    prepare: (env) => {
      const read = readOperationInputs(env, definition);
      if ('issues' in read) return read;
      const { inputs } = read;
      let known: typeof inputs = inputs;
      const lookUp = async (context: OperationContext) => {
        known = { ...known, ...(await resolve?.(known, context)) };
        return known;
      };
      const prepared: PreparedOperation = {
        common: inputs,
        get inputs() {
          return known;
        },
        preflight: async (context) => preflight?.(inputs, context),
        run: async (context) => run(await lookUp(context), context),
        plan: async (context) => plan(await lookUp(context), context),
      };
      return { prepared };
    },
  };
}
