import { describe, expect, it } from '@jest/globals';
import type { RunRecord } from '../../../src/report/run-record.ts';
import { describeEnding } from '../../../src/report/summary/ending-sentence.ts';
import { formatText } from '../../../src/text/format-text.ts';
import { createPod, createRecord, createSnapshot } from '../run-records.ts';

const OUTPUTS = { 'revision-id': 'revision-2', 'previous-version': 'v1' };
const OLD = createPod({ podId: 'shop-0', versionId: 'revision-1' });
const UNHEALTHY = createPod({ isReady: false });

/** The sentence in English. */
function counts(record: Partial<RunRecord>): string {
  return formatText(describeEnding(createRecord(record)), 'en-US');
}

describe('the sentence of the end', () => {
  it('is empty if nobody has looked', () => {
    expect(describeEnding(createRecord())).toBe('');
  });

  it.each([
    [[createPod(), createPod()], 2, '2 of 2 instances run "v2" (previously "v1").'],
    [[createPod(), OLD, OLD], 3, '1 of 3 instances runs "v2"; 2 old instances run "v1".'],
    [[UNHEALTHY, OLD], 2, '1 old instance runs "v1"; 1 new instance is not healthy.'],
    [[UNHEALTHY, UNHEALTHY], 2, 'none of 2 instances is healthy; 2 new instances are not healthy.'],
    [[createPod(), createPod(), OLD], 2, '2 of 3 instances run "v2"; 1 old instance runs "v1".'],
  ])('counts what is healthy: %#', (pods, expected, sentence) => {
    expect(counts({ last: createSnapshot(pods, expected), outputs: OUTPUTS })).toBe(sentence);
  });

  it('names the version that the rollout of the step brings, whatever the application says', () => {
    const last = createSnapshot([createPod()]);
    expect(counts({ last, outputs: OUTPUTS, version: 'v3' })).toContain('"v3"');
    // Without a revision of its own the step has brought nothing.
    expect(counts({ last, outputs: {}, version: '' })).toContain('"v2"');
  });

  it('describes what is current where the step has no rollout of its own', () => {
    const last = createSnapshot([createPod(), OLD, OLD], 3);
    const planned = { outputs: { 'previous-version': 'v0' }, version: 'v3' };
    for (const record of [{ outputs: {}, version: '' }, planned]) {
      const sentence = counts({ last, ...record });
      expect(sentence).toContain('1 of 3 instances runs "v2"');
      expect(sentence).toContain('2 old instances run');
      expect(sentence).not.toMatch(/v[013]/);
    }
  });

  it('does not take the version of the rollout for that of old instances', () => {
    const last = createSnapshot([createPod(), OLD], 2);
    const sentence = counts({ last, outputs: { 'revision-id': 'revision-2' }, version: 'v2' });
    expect(sentence.match(/"v2"/g)).toHaveLength(1);
  });

  it('names the version that somebody deployed over the rollout', () => {
    const { application, pods } = createSnapshot([createPod()], 1);
    const last = {
      application: { ...application, deployVersion: 'v9' },
      pods,
      deployment: undefined,
    };
    const outputs = { 'revision-id': 'revision-1', 'previous-version': 'v0' };
    expect(counts({ last, outputs, version: 'v1' })).toBe('1 of 1 instances runs "v9".');
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
    expect(ours).not.toContain('v2');
    expect(theirs).not.toContain('v2');
    expect(ours).not.toBe(theirs);
  });
});
