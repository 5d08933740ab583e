import type { OutputName, Outputs } from '../github/outputs.ts';
import type { BatchProgress } from '../rollout/batch-progress.ts';
import type { Snapshot } from '../rollout/snapshot.ts';
import type { Timeline } from '../rollout/timeline.ts';
import type { Text } from '../text/message.ts';

/**
 * What the step has to show so far: its outputs, and the view of its rollout for the summary. It is
 * written as the step goes, so that one which fails half-way still shows all of it; nothing in the
 * control flow reads it.
 */
export interface RunRecord {
  readonly outputs: Outputs;
  /** What the step worked on, in words; '' if the snapshots tell it. */
  target: Text;
  /** The target before this step did anything. */
  before: Snapshot | undefined;
  /** The target at the last check. */
  last: Snapshot | undefined;
  /** The version that the rollout of this step brings; '' if there is none, or none is known. */
  version: string;
  /** The rollout in words: "BETA: 1 instance, then 2 batches, 60 s apart". */
  strategy: Text;
  batches: readonly BatchProgress[];
  timeline: Timeline;
  /** True once a call that changes something was executed, or may have been. */
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
    isChanged: false,
  };
}

/** Sets an output; an empty value says nothing and replaces nothing. */
export function setOutput(record: RunRecord, name: OutputName, value: string): void {
  if (value !== '') record.outputs[name] = value;
}
