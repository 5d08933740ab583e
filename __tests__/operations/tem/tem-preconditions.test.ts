import { afterEach, describe, expect, it } from '@jest/globals';
import {
  assertActionsSupported,
  assertCurrentRevision,
  assertDeploying,
  assertPoliciesSupported,
} from '../../../src/operations/tem/tem-preconditions.ts';
import type { TemContext } from '../../../src/operations/tem/tem-context.ts';
import type { OperationError } from '../../../src/report/outcome.ts';
import { closeWorlds, startWorld, UPDATE } from '../world.ts';
import { application, done, OURS, underWay } from '../../rollout/snapshots.ts';
import { listTexts, message } from '../../../src/text/message.ts';

const KEEP = {
  onWaiting: 'stop',
  onFailure: 'keep',
  onTimeout: 'keep',
  onCancel: 'keep',
} as const;

afterEach(closeWorlds);

/** A site with or without rollout details. */
function siteThat(hasDetail: boolean): TemContext {
  const target = { applicationId: 'app-1', environmentId: 'en-1' };
  return { target, reader: { hasDetail: () => hasDetail } } as unknown as TemContext;
}

/** The error that an assertion throws. */
function thrownBy(assertion: () => void): OperationError | undefined {
  try {
    assertion();
    return undefined;
  } catch (error) {
    return error as OperationError;
  }
}

describe('the current revision', () => {
  it.each([undefined, OURS])('may be given as %s', (revisionId) => {
    expect(
      thrownBy(() => {
        assertCurrentRevision(application(), revisionId);
      }),
    ).toBeUndefined();
  });

  it('is named where another one is given', () => {
    const error = thrownBy(() => {
      assertCurrentRevision(application(), 'revision-mine');
    });
    expect(error).toMatchObject({ status: 'failed', code: 'revision-not-current' });
    const values = { given: 'revision-mine', current: OURS };
    expect(error?.text).toEqual(message('plan.revision-not-current', values));
  });
});

describe('a site without rollout details', () => {
  it.each([
    { onWaiting: 'resume' },
    { onFailure: 'revert' },
    { onTimeout: 'revert' },
    { onCancel: 'revert' },
  ] as const)('cannot carry out %j', (policy) => {
    const policies = { ...KEEP, ...policy };
    const error = thrownBy(() => {
      assertPoliciesSupported(siteThat(false), policies);
    });
    expect(error).toMatchObject({ status: 'failed', code: 'policy-unsupported' });
    expect(error?.message).toContain(`: ${Object.values(policy).join()}`);
    expect(
      thrownBy(() => {
        assertPoliciesSupported(siteThat(true), policies);
      }),
    ).toBeUndefined();
  });

  it('names all policies that it cannot carry out, and minds no other', () => {
    const policies = { ...KEEP, onWaiting: 'resume', onCancel: 'revert' } as const;
    const error = thrownBy(() => {
      assertPoliciesSupported(siteThat(false), policies);
    });
    const settings = ['on-waiting: resume', 'on-cancel: revert'].map((setting) =>
      message('words.code', { code: setting }),
    );
    const wanted = listTexts(settings, 'or');
    expect(error?.text).toEqual(message('plan.unsupported', { wanted }));
    expect(
      thrownBy(() => {
        assertPoliciesSupported(siteThat(false), KEEP);
      }),
    ).toBeUndefined();
  });

  it('has no action to resume or revert', () => {
    const error = thrownBy(() => {
      assertActionsSupported(siteThat(false), 'tem-resume');
    });
    expect(error).toMatchObject({ status: 'failed', code: 'operation-unsupported' });
    expect(error?.message).toContain('tem-resume');
    expect(
      thrownBy(() => {
        assertActionsSupported(siteThat(true), 'tem-resume');
      }),
    ).toBeUndefined();
  });

  it.each([
    { ...UPDATE, 'on-failure': 'revert' },
    { operation: 'tem-wait', 'on-timeout': 'revert' },
    { operation: 'tem-resume' },
    { operation: 'tem-revert' },
  ])('fails before anything is changed: %j', async (inputs) => {
    const world = await startWorld({}, 'international');
    const run = await world.run(inputs);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(run.annotations[0]?.message).toContain('endpoint: tencentcloudapi.com');
    expect(run.calls.filter((action) => !action.startsWith('Describe'))).toEqual([]);
  });
});

describe('a rollout to revert', () => {
  it('is one that is under way', () => {
    expect(
      thrownBy(() => {
        assertDeploying(siteThat(true), underWay());
      }),
    ).toBeUndefined();
  });

  it.each([
    ['the version before', done(), { 'deploy-version': 'v1' }],
    [
      'its package too',
      done({ application: { pkgName: 'shop-2.jar' } }),
      { 'deploy-version': 'v1', 'package-name': message('plan.any-package') },
    ],
    [
      'a version to fill in where nothing tells it',
      done({ deployment: 'none' }),
      { 'deploy-version': message('plan.any-version') },
    ],
    [
      'a version to fill in after a first release',
      done({ deployment: { oldDeployVersion: 'v2' } }),
      { 'deploy-version': message('plan.any-version') },
    ],
  ])('is none that is over: the step to copy brings %s back', (_, snapshot, inputs) => {
    const error = thrownBy(() => {
      assertDeploying(siteThat(true), snapshot);
    });
    expect(error).toMatchObject({ status: 'failed', code: 'nothing-to-revert' });
    expect(error?.next).toEqual([
      {
        sentence: { key: 'policy.next-rollback', values: {} },
        inputs: {
          operation: 'tem-rollback',
          'revision-id': 'revision-ours',
          'application-id': 'app-1',
          'environment-id': 'en-1',
          ...inputs,
        },
      },
    ]);
  });
});
