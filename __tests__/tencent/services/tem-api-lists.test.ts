import { describe, expect, it } from '@jest/globals';
import type { ApiCall, Call } from '../../../src/tencent/api-client.ts';
import { ApiResponseError } from '../../../src/tencent/api-errors.ts';
import { createTem } from '../../../src/tencent/services/tem-api.ts';
import { cloud } from './service-calls.ts';

const RECORD = { EnvironmentId: 'en-1', EnvironmentName: 'production' };
const OTHER = { ...RECORD, EnvironmentId: 'en-2', Status: 1 };
const APPLICATION = { ...RECORD, ApplicationId: 'app-1', ApplicationName: 'shop' };

const respond = (Total: number, ...Records: object[]) => cloud({ Result: { Total, Records } });

describe('a list', () => {
  it('of applications has the names, and every environment', async () => {
    const { call, calls } = respond(1, { ...APPLICATION, ActiveVersions: [OTHER, RECORD] });
    const value = await createTem(call).describeApplications({ sourceChannel: 3 });
    expect(value).toEqual([{ id: 'app-1', name: 'shop', environmentIds: ['en-1', 'en-2'] }]);
    expect(calls).toMatchObject([
      { effect: 'read', parameters: { Limit: 100, Offset: 0, SourceChannel: 3 } },
    ]);
  });

  it('of applications has no environment without an ID', async () => {
    const idle = { ApplicationId: 'app-1', ApplicationName: 'shop' };
    const { call } = respond(2, idle, { ...idle, ApplicationId: 'app-2', ActiveVersions: [OTHER] });
    const value = await createTem(call).describeApplications({});
    expect(value.map(({ environmentIds }) => environmentIds)).toEqual([[], ['en-2']]);
  });

  it('of environments has those that have not been destroyed', async () => {
    const { call } = respond(2, RECORD, OTHER);
    const value = await createTem(call).describeEnvironments({});
    expect(value).toStrictEqual([{ id: 'en-1', name: 'production', environmentIds: [] }]);
  });

  it('leaves out what has no ID, and takes null for no list', async () => {
    const { call } = respond(1, { ApplicationId: null, ApplicationName: 'shop' });
    // A list with `undefined` is no empty one, which `toEqual` does not tell apart.
    expect(await createTem(call).describeApplications({})).toStrictEqual([]);
    const empty = cloud({ Result: null });
    expect(await createTem(empty.call).describeApplications({})).toStrictEqual([]);
  });

  it.each([
    ['ResourceNotFound.ServiceRunningVersionNotFound', true],
    ['ResourceNotFound', false],
  ])('of instances is empty if the cloud says %s: %j', async (code, isEmpty) => {
    const action = 'DescribeApplicationPods';
    const error = new ApiResponseError({
      service: 'tem',
      action,
      code,
      requestId: '',
      message: '',
    });
    const target = { applicationId: 'app-1', environmentId: 'en-1' };
    const pods = createTem(() => Promise.reject(error)).describeApplicationPods(target);
    expect(await pods.catch((reason: unknown) => reason)).toEqual(isEmpty ? [] : error);
  });

  it.each([
    [true, 1],
    [false, 3],
  ])('is read as a whole unless the first page is enough: %j', async (isFirstPage, count) => {
    const records = Array.from({ length: 250 }, (_, n) => ({ ApplicationId: `app-${n}` }));
    const calls: ApiCall[] = [];
    const call: Call = (made) => {
      calls.push(made);
      const [offset, limit] = [Number(made.parameters.Offset), Number(made.parameters.Limit)];
      const Records = records.slice(offset, offset + limit);
      return Promise.resolve({ response: { Result: { Total: 250, Records } }, requestId: 'r-1' });
    };
    const value = await createTem(call).describeApplications({ isFirstPage });
    expect(value).toHaveLength(isFirstPage ? 100 : 250);
    expect(calls.length).toBeGreaterThanOrEqual(count);
  });
});
