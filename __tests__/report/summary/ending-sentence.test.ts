import { describe, expect, it } from '@jest/globals';
import type { RunRecord } from '../../../src/report/run-record.ts';
import { describeEnding } from '../../../src/report/summary/ending-sentence.ts';
import { createPod, createRecord, createSnapshot, createSummaryInput } from '../run-records.ts';

const OUTPUTS = { 'revision-id': 'revision-2', 'previous-version': 'v1' };
const OLD = createPod({ podId: 'shop-0', versionId: 'revision-1' });
const UNHEALTHY = createPod({ isReady: false });

/** What the sentence says of the versions that run. */
function counts(record: Partial<RunRecord>): string {
  const sentence = describeEnding(createRecord(record), createSummaryInput());
  return sentence.replace(/^.*?: /, '');
}

describe('the sentence of the end', () => {
  it('names the operation where one was read', () => {
    const ended = describeEnding(createRecord(), createSummaryInput());
    expect(ended).toContain('**1 min 40 s** (`tem-rolling-update`).');
    const unread = describeEnding(createRecord(), createSummaryInput({ operation: '' }));
    expect(unread).toMatch(/\*\*1 min 40 s\*\*\.$/);
  });

  it.each([
    [[createPod(), createPod()], 2, '2 of 2 instances run `v2`.'],
    [[createPod(), OLD, OLD], 3, '1 of 3 instances runs `v2`, 2 run `v1`.'],
    [[UNHEALTHY, OLD], 2, '1 of 2 instances runs `v1`, 1 new instance is not healthy.'],
    [[UNHEALTHY, UNHEALTHY], 2, 'no instance of 2 is healthy, 2 new instances are not healthy.'],
    [[createPod(), createPod(), OLD], 2, '2 of 3 instances run `v2`, 1 runs `v1`.'],
  ])('counts what is healthy: %#', (pods, expected, sentence) => {
    expect(counts({ last: createSnapshot(pods, expected), outputs: OUTPUTS })).toBe(sentence);
  });

  it('names the version that the rollout of the step brings, whatever the application says', () => {
    const last = createSnapshot([createPod()]);
    expect(counts({ last, outputs: OUTPUTS, version: 'v3' })).toContain('`v3`');
    // Without a revision of its own the step has brought nothing.
    expect(counts({ last, outputs: {}, version: '' })).toContain('`v2`');
  });

  it('names no version where none is known', () => {
    const { application, pods } = createSnapshot([createPod()]);
    const last = {
      application: { ...application, deployVersion: '' },
      deployment: undefined,
      pods,
    };
    const [ours, theirs] = [OUTPUTS, {}].map((outputs) =>
      counts({
        last,
        outputs: 'revision-id' in outputs ? { 'revision-id': 'revision-2' } : {},
        version: '',
      }),
    );
    expect(ours).not.toContain('`');
    expect(theirs).not.toContain('`');
    expect(ours).not.toBe(theirs);
  });
});
