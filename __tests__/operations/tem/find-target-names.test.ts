import { describe, expect, it } from '@jest/globals';
import { resolveTarget } from '../../../src/operations/tem/find-target.ts';
import type { ApiCall, Call } from '../../../src/tencent/api-client.ts';

const application = (ApplicationId: string, ApplicationName: string, EnvironmentId = 'en-1') => ({
  ...{ ApplicationId, ApplicationName, EnvironmentId },
});
const environment = (EnvironmentId: string, EnvironmentName: string) => ({
  ...{ EnvironmentId, EnvironmentName },
});

const SHOP = application('app-1', 'shop');
const PRODUCTION = environment('en-1', 'production');
const NAMES = { applicationId: 'shop', environmentId: 'production' };

/** Looks for the target in a region that has these applications and environments. */
function look(
  target: Parameters<typeof resolveTarget>[0],
  applications: readonly object[],
  environments: readonly object[] = [PRODUCTION],
) {
  const calls: ApiCall[] = [];
  const call: Call = (sent) => {
    calls.push(sent);
    const isApplications = sent.action === 'DescribeApplications';
    const Records = [...(isApplications ? applications : environments)];
    const response = { Result: { Records, Total: Records.length } };
    return Promise.resolve({ response, requestId: 'r' });
  };
  return { calls, found: resolveTarget(target, { call, region: 'ap-guangzhou' }) };
}

describe('a name', () => {
  it('is looked for in the source channel', async () => {
    const { calls, found } = look({ ...NAMES, sourceChannel: 7 }, [SHOP]);
    expect(await found).toEqual({ applicationId: 'app-1', environmentId: 'en-1' });
    expect(calls.map(({ parameters }) => parameters.SourceChannel)).toEqual([7, 7]);
  });

  it('belongs to one environment among others', async () => {
    const environments = [environment('en-2', 'test'), PRODUCTION];
    const { found } = look({ ...NAMES, applicationId: 'app-1' }, [], environments);
    expect(await found).toEqual({ applicationId: 'app-1', environmentId: 'en-1' });
  });

  it('is looked for in all environments if none is given', async () => {
    const { calls, found } = look({ applicationId: 'shop' }, [
      application('app-1', 'shop', 'en-9'),
    ]);
    expect(await found).toEqual({ applicationId: 'app-1' });
    expect(calls.map(({ action }) => action)).toEqual(['DescribeApplications']);
  });

  const NEAREST = { text: { key: 'plan.nearest-names' } };
  const NONE = { text: { key: 'plan.no-names' } };
  const UNKNOWN = 'target-not-found';

  it.each<[string, [...Parameters<typeof look>], string, string, object, object]>([
    [
      'of no application',
      [NAMES, []],
      'application-id',
      UNKNOWN,
      { key: 'plan.application-not-found', values: { name: 'shop', place: 'en-1' } },
      NONE,
    ],
    [
      'of no application of the region',
      [{ applicationId: 'shop' }, [application('app-2', 'billing')]],
      'application-id',
      UNKNOWN,
      { key: 'plan.application-not-found', values: { name: 'shop', place: 'ap-guangzhou' } },
      { ...NEAREST, columns: [['billing', 'app-2 · en-1']] },
    ],
    [
      'of no environment',
      [NAMES, [], [environment('en-2', 'test')]],
      'environment-id',
      UNKNOWN,
      { key: 'plan.environment-not-found', values: { name: 'production', region: 'ap-guangzhou' } },
      { ...NEAREST, columns: [['test', 'en-2']] },
    ],
    [
      'of several applications',
      [NAMES, [SHOP, application('app-2', 'shop'), application('app-3', 'billing')]],
      'application-id',
      'target-ambiguous',
      { key: 'plan.application-ambiguous', values: { name: 'shop', place: 'en-1', count: 2 } },
      { text: { key: 'plan.same-name' }, columns: { length: 2 } },
    ],
    [
      'of several environments',
      [NAMES, [], [PRODUCTION, environment('en-2', 'production'), environment('en-3', 'test')]],
      'environment-id',
      'target-ambiguous',
      { key: 'plan.environment-ambiguous', values: { name: 'production', count: 2 } },
      { text: { key: 'plan.same-name' }, columns: { length: 2 } },
    ],
  ])('%s is an error that lists what exists', async (_, given, input, code, text, detail) => {
    const key = code === UNKNOWN ? 'plan.use-name-or-id' : 'plan.use-id';
    await expect(look(...given).found).rejects.toMatchObject({
      ...{ code, text },
      details: [{ text: { key: 'plan.nothing-changed' } }, detail],
      next: [{ sentence: { key, values: { input } } }],
    });
  });
});
