import type { OutputName, Outputs, OutputValue } from '../github/outputs.ts';
import type { BatchProgress } from '../rollout/batch-progress.ts';
import type { Snapshot } from '../rollout/snapshot.ts';
import type { Timeline } from '../rollout/timeline.ts';
import type { StageReport } from '../verification/criteria.ts';
import type { Text } from '../text/message.ts';

/**
 * What the step has to report so far: its outputs, and the state of its rollout for the summary. It
 * is updated continuously, so a step that fails half-way still reports everything. Only reports
 * read it, never the control flow.
 */
export interface RunRecord {
  readonly outputs: Outputs;
  /** The target of the step in words; '' if the snapshots contain it. */
  target: Text;
  /** The target before this step changed anything. */
  before: Snapshot | undefined;
  /** The target at the last check. */
  last: Snapshot | undefined;
  /** The version that this step's rollout deploys; '' if none or unknown. */
  version: string;
  /** The rollout strategy in words: "BETA: 1 instance, then 2 batches, 60 s apart". */
  strategy: Text;
  batches: readonly BatchProgress[];
  timeline: Timeline;
  /** The stages of the verification, as far as they got. */
  verification: readonly StageReport[];
  /** True once a changing call was executed, or may have been. */
  isChanged: boolean;
}

export function createRunRecord(): RunRecord {
  return {
    outputs: {},
    target: '',
    before: undefined,
    last: undefined,
    version: '',
    strategy: '',
    batches: [],
    timeline: [],
    verification: [],
    isChanged: false,
  };
}

/** Sets several outputs. An empty value never replaces an existing one. */
export function addOutputs({ outputs }: RunRecord, more: Outputs): void {
  const known = Object.entries(more).filter(([, value]) => value !== '');
  Object.assign(outputs, Object.fromEntries(known));
}

/** Sets an output. An empty value never replaces an existing one. */
export function setOutput<Name extends OutputName>(
  record: RunRecord,
  name: Name,
  value: OutputValue<Name> | '',
): void {
  addOutputs(record, { [name]: value });
}

/** Sets an output that may describe something else so far: an empty value removes it. */
export function replaceOutput<Name extends OutputName>(
  record: RunRecord,
  name: Name,
  value: OutputValue<Name> | '',
): void {
  if (value === '') Reflect.deleteProperty(record.outputs, name);
  else setOutput(record, name, value);
}
