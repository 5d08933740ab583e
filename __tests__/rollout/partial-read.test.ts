import { describe, expect, it } from '@jest/globals';
import { fingerprint, nextPartToRead } from '../../src/rollout/partial-read.ts';
import type { Snapshot } from '../../src/rollout/snapshot.ts';
import { application, batch, crashing, deployment, old, pod } from './snapshots.ts';

const underWay = { underDeploying: true, batchDeployStatus: 'batch_updating' };

const good: Snapshot = {
  application: application(),
  deployment: deployment(),
  pods: [pod('a'), pod('b')],
};

const firstBatch: Snapshot = {
  application: application(underWay),
  deployment: deployment({ batches: [batch(1, 'Deploying'), batch(2, 'NotStart')] }),
  pods: [pod('a', { isReady: false }), old('y')],
};

const noDetails = { ...firstBatch, deployment: undefined };

const unready = (count: number) =>
  Array.from({ length: count }, (_, index) => pod(`p${index}`, { isReady: false }));

describe('the part that has to change next', () => {
  const both = (first: string, second: string) =>
    deployment({ batches: [batch(1, first, { podNum: 2 }), batch(2, second)] });
  it.each<[string, Snapshot, keyof Snapshot | undefined]>([
    ['the pods, while some are not healthy', firstBatch, 'pods'],
    ['the pods, before they exist', { ...firstBatch, pods: [old('x'), old('y')] }, 'pods'],
    [
      'everything, while the details report an error, which has to last',
      { ...firstBatch, deployment: deployment({ status: 'Error' }) },
      undefined,
    ],
    [
      'everything, while the details report a revert',
      { ...firstBatch, deployment: deployment({ status: 'Reverting' }) },
      undefined,
    ],
    ['the details, once all are healthy', { ...firstBatch, pods: [pod('a')] }, 'deployment'],
    ['the pods, where they are just one call', { ...firstBatch, pods: unready(100) }, 'pods'],
    ['the details, where pods are many calls', { ...firstBatch, pods: unready(101) }, 'deployment'],
    [
      'the pods all the same, where nothing else is to change',
      { ...good, pods: unready(101) },
      'pods',
    ],
    [
      'the pods, until the batches that have begun have theirs',
      { ...firstBatch, deployment: both('Deploying', 'NotStart'), pods: [pod('a')] },
      'pods',
    ],
    [
      'the details, while one of the batches is not over',
      { ...firstBatch, deployment: both('Finish', 'NotStart'), pods: [pod('a'), pod('b')] },
      'deployment',
    ],
    [
      'the application, once the batches are over',
      { ...good, application: application(underWay) },
      'application',
    ],
    [
      'the pods, where one of them fails late',
      { ...good, pods: [pod('a'), crashing('b')] },
      'pods',
    ],
    ['all, while an idle application has pods of others', { ...good, pods: [old('x')] }, undefined],
    [
      'all, also where only some are of others',
      { ...good, pods: [pod('a'), pod('b'), old('x')] },
      undefined,
    ],
    ['the pods, where there are no details', noDetails, 'pods'],
    ['the pods, as many as are expected', { ...noDetails, pods: [pod('a')] }, 'pods'],
    [
      'the application, without details',
      { ...noDetails, pods: [pod('a'), pod('b')] },
      'application',
    ],
    [
      'the pods, as many as run where nothing tells how many are expected',
      {
        ...noDetails,
        application: application({ ...underWay, expectedInstances: undefined }),
        pods: [pod('a')],
      },
      'pods',
    ],
    [
      'none where the application is scaled to 0',
      {
        ...good,
        application: application({ expectedInstances: 0, currentInstances: 0 }),
        pods: [],
      },
      undefined,
    ],
    [
      'none where the application was scaled down meanwhile',
      { ...good, application: application({ expectedInstances: 1 }), pods: [pod('a')] },
      undefined,
    ],
    ['none where all is as it is to be', good, undefined],
  ])('is %s', (_, snapshot, part) => {
    expect(nextPartToRead(snapshot)).toBe(part);
  });
});

describe('the outline', () => {
  const of = (change: Partial<Snapshot>) => fingerprint({ ...firstBatch, ...change });
  const two = [pod('a', { isReady: false }), pod('b', { isReady: false })];

  it.each<[string, Partial<Snapshot>]>([
    ['another revision', { application: application({ ...underWay, versionId: 'r' }) }],
    ['the end of the rollout', { application: application() }],
    ['a batch that waits', { application: application({ ...underWay, batchDeployStatus: 'w' }) }],
    ['an error', { deployment: deployment({ ...firstBatch.deployment, status: 'Error' }) }],
    [
      'a revert',
      { deployment: deployment({ ...firstBatch.deployment, currentBatchStatus: 'revert' }) },
    ],
    [
      'a batch that goes on',
      { deployment: deployment({ batches: [batch(1, 'Finish'), batch(2, 'NotStart')] }) },
    ],
    ['the details that are gone', { deployment: undefined }],
    ['a new pod', { pods: [...firstBatch.pods, pod('b')] }],
    ['a pod that fails', { pods: [crashing('a'), old('y')] }],
    ['the last pod that becomes healthy', { pods: [pod('a'), old('y')] }],
    ['pods of somebody else', { pods: [...firstBatch.pods, pod('z', { versionId: 'r' })] }],
  ])('differs after %s', (_, change) => {
    expect(of(change)).not.toBe(fingerprint(firstBatch));
  });

  it('is the same while one pod after another gets on', () => {
    const healthier = [pod('a', { status: 'Pending', isReady: false }), pod('b')];
    expect(of({ pods: healthier })).toBe(of({ pods: two }));
  });

  it('differs once as many are healthy as are expected, though one more is not yet', () => {
    const [a, b, c] = [pod('a'), pod('b'), pod('c', { isReady: false })];
    expect(of({ pods: [a, b, c] })).not.toBe(of({ pods: [a, { ...b, isReady: false }, c] }));
  });

  it('tells without details, too', () => {
    expect(fingerprint({ ...noDetails, pods: [crashing('a')] })).not.toBe(fingerprint(noDetails));
  });

  it('is the same whatever the order of the others', () => {
    const theirs = pod('z', { versionId: 'r' });
    expect(of({ pods: [theirs, old('y')] })).toBe(of({ pods: [old('y'), theirs] }));
  });
});
