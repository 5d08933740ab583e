import type { AnyInputs, InputName } from '../github/inputs/input-declarations.ts';
import type { Log } from '../github/log.ts';
import type { OutputName } from '../github/outputs.ts';
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
import type { Prober, ProberOptions } from '../probe/prober.ts';
import type { Sample } from '../verification/criteria.ts';
import type { TransferContext } from '../transfer/transfer-context.ts';
import type { Outcome } from '../report/outcome.ts';
import type { Plan } from './dry-run.ts';
import type { Duration } from '../text/message.ts';
import type { LastFailure } from './last-failure.ts';
import type { RunRecord } from '../report/run-record.ts';

/** What a prober sends, and who receives the samples. */
export type ProberSettings = Omit<ProberOptions, 'clock' | 'openDispatcher'>;

/** Everything from outside that an operation works with. */
export interface OperationContext {
  readonly clock: Clock;
  /**
   * When the step began, in ms since 1970: its duration and the times in the log count from here.
   */
  readonly startedAt: number;
  /** The end of `timeout`, in ms since 1970. */
  readonly deadline: number;
  /** The step's own limit, for texts: "30 min". */
  readonly timeLimit: Duration;
  /** Aborted when the job is cancelled. */
  readonly cancelSignal: AbortSignal;
  /** Aborted when the job is cancelled, and at the deadline. */
  readonly deadlineSignal: AbortSignal;
  readonly region: string;
  /** The console page of the step's target. */
  readonly consoleUrl: string;
  readonly log: Log;
  readonly report: RunRecord;
  /** The last failure of the reads of this step that were tolerated. */
  readonly lastFailure: LastFailure;
  /** Calls Tencent Cloud's API. */
  readonly call: Call;
  /** The same for polls: they read again anyway, and need to know when a read failed. */
  readonly pollingCall: Call;
  /** The same context with other limits, for work that continues after a timeout or a cancel. */
  readonly withLimits: (
    limits: Pick<OperationContext, 'cancelSignal' | 'deadline'>,
  ) => OperationContext;
  /** Requests the identity of the step from Tencent Cloud. */
  readonly caller: () => Promise<ApiResult<CallerIdentity>>;
  /** What file transfers use, apart from the `deadlineSignal`. */
  readonly transfer: Omit<TransferContext, 'signal'>;
  /** Starts to send requests to the application. */
  readonly startProber: (settings: ProberSettings) => Promise<Prober>;
  /** Sends one request to the application. */
  readonly probeOnce: (
    url: string,
    settings: Omit<ProberSettings, 'interval' | 'onSample'>,
  ) => Promise<Sample>;
  /** Where files may be read and written. */
  readonly folders: Folders;
  /**
   * Keeps a file as a workflow artifact and resolves to its ID. Rejects if there is no artifact
   * service, and with the reason of `deadlineSignal` once that aborts.
   */
  readonly uploadArtifact: UploadArtifact;
  /**
   * Saves what `post` must finish if this process cannot; `undefined`: nothing is left to finish.
   */
  readonly save: (pending: object | undefined) => void;
  /** Called once the target was found: the GitHub Deployment starts then. */
  readonly onTargetChecked: () => void;
  /** Makes the runner print asterisks instead of this text. */
  readonly mask: (secret: string) => void;
}

/** One operation: its inputs, the rules between them, its outputs, and what it does. */
export interface OperationDefinition<
  Required extends InputName,
  Optional extends InputName,
> extends InputRules<Required, Optional> {
  /** The outputs that it sets, in addition to the common ones. */
  readonly outputs: readonly OutputName[];
  /** Rejects what cannot work, before credentials are requested and any API call is made. */
  readonly preflight?: (
    inputs: OperationInputs<Required, Optional>,
    context: OperationContext,
  ) => Promise<void>;
  /** Returns the IDs for names in the inputs; `run` and `plan` get them instead. */
  readonly resolve?: (
    inputs: OperationInputs<Required, Optional>,
    context: OperationContext,
  ) => Promise<Partial<OperationInputs<Required, Optional>>>;
  readonly run: (
    inputs: OperationInputs<Required, Optional>,
    context: OperationContext,
  ) => Promise<Outcome>;
  /** Determines what `run` would do, using read-only calls. */
  readonly plan: (
    inputs: OperationInputs<Required, Optional>,
    context: OperationContext,
  ) => Promise<Plan>;
}

/** An operation with its inputs, whose types are private to it. */
export interface PreparedOperation {
  /** The inputs that every operation uses. */
  readonly common: CommonInputs;
  /** All its inputs, for the report; with IDs in place of names once they are known. */
  readonly inputs: CommonInputs & AnyInputs;
  readonly preflight: (context: OperationContext) => Promise<void>;
  readonly run: (context: OperationContext) => Promise<Outcome>;
  readonly plan: (context: OperationContext) => Promise<Plan>;
}

/** An operation that can be used without knowing the types of its inputs. */
export interface Operation extends PreparableOperation<PreparedOperation> {
  /** The outputs that it sets, in addition to the common ones. */
  readonly outputs: readonly OutputName[];
}

/** Creates an operation that reads and checks its inputs, typed by the names it declares. */
export function defineOperation<const Required extends InputName, const Optional extends InputName>(
  definition: OperationDefinition<Required, Optional>,
): Operation {
  const { required, optional, outputs, preflight, resolve, run, plan } = definition;
  return {
    required,
    optional,
    outputs,
    prepare: (env) => {
      const read = readOperationInputs(env, definition);
      if ('issues' in read) return read;
      const { common, inputs } = read;
      let known: typeof inputs = inputs;
      const afterResolve =
        <Result>(act: (inputs: typeof known, context: OperationContext) => Promise<Result>) =>
        async (context: OperationContext) => {
          known = { ...known, ...(await resolve?.(known, context)) };
          return act(known, context);
        };
      const prepared: PreparedOperation = {
        common,
        get inputs() {
          return known;
        },
        preflight: async (context) => preflight?.(inputs, context),
        run: afterResolve(run),
        plan: afterResolve(plan),
      };
      return { prepared };
    },
  };
}
