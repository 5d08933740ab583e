import type { DeploymentRecord, RecordInputs } from '../github/deployment-record.ts';
import { beginRecord } from '../github/deployment-record.ts';
import type { Inputs } from '../github/inputs/input-declarations.ts';
import type { Log } from '../github/log.ts';
import type { Text } from '../text/message.ts';
import { message } from '../text/message.ts';
import type { Runtime } from './runtime.ts';

/** A record that begins after the first check of the target. */
export interface PlannedRecord {
  /** Begins the record, if one is wanted; later calls do nothing. */
  readonly begin: () => void;
  /** Returns the record that has begun; undefined if none has. */
  readonly get: () => DeploymentRecord | undefined;
}

/** The operations that change the serving version, or follow such a change. */
const DEPLOYING = new Set([
  'tem-rolling-update',
  'tem-wait',
  'tem-resume',
  'tem-revert',
  'tem-rollback',
  'car-set-online',
]);

/** The inputs that decide whether there is a record, and what it says. */
type PlannedInputs = RecordInputs & Inputs<never, 'set-online'>;

/** Plans the record that the inputs ask for; warns if this operation makes none. */
export function planRecord(
  runtime: Runtime,
  log: Log,
  operation: string,
  inputs: PlannedInputs,
): PlannedRecord {
  const { dryRun, githubDeploymentId, githubEnvironment, githubToken } = inputs;
  const isAsked = Boolean(githubToken && (githubEnvironment || githubDeploymentId)) && !dryRun;
  const reason = isAsked ? explainNoRecord(operation, inputs) : undefined;
  if (reason !== undefined) log.warning(message('github.not-recorded'), reason);
  let record: DeploymentRecord | undefined;
  const begin = () => {
    if (isAsked && reason === undefined) record ??= beginRecord(runtime, log, inputs);
  };
  // A record from an earlier job exists already: it has to end with this step, whatever happens
  // before.
  if (githubDeploymentId !== undefined) begin();
  return { begin, get: () => record };
}

/** Returns why an operation makes no record; undefined if it makes one. */
function explainNoRecord(
  operation: string,
  { githubDeploymentId, setOnline }: PlannedInputs,
): Text | undefined {
  const isPublishing = operation === 'car-create-version' && setOnline;
  if (!DEPLOYING.has(operation) && !isPublishing) {
    return message('github.deploys-nothing', { operation });
  }
  // After a revert, the commit of this run is not the one that serves.
  return operation === 'tem-revert' && githubDeploymentId === undefined
    ? message('github.revert-needs-id')
    : undefined;
}
