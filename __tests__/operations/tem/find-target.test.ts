import { afterEach, describe, expect, it } from '@jest/globals';
import { DEMO_APPLICATION } from '../../../simulator/index.ts';
import type { Fields } from '../world.ts';
import { closeWorlds, startWorld, TARGET, UPDATE } from '../world.ts';

afterEach(closeWorlds);

const NAMES = {
  'application-id': DEMO_APPLICATION.applicationName,
  'environment-id': DEMO_APPLICATION.environmentName,
};
const LISTS = ['DescribeApplications', 'DescribeEnvironments'];

/** An application of a list, of this name. */
const entry = (ApplicationId: string, ApplicationName: string, EnvironmentId = 'en-prod0001') => ({
  ApplicationId,
  ApplicationName,
  EnvironmentId,
});

/** A world whose list of applications is this. */
async function worldWith(records: readonly Fields[]) {
  const world = await startWorld();
  world.intercept((action) =>
    action === 'DescribeApplications'
      ? { Result: { Records: records, Total: records.length }, RequestId: 'r' }
      : undefined,
  );
  return world;
}

const listed = (calls: readonly string[]) => calls.filter((action) => LISTS.includes(action));

describe('names in place of IDs', () => {
  it('are looked up first, and everything else works with the IDs', async () => {
    const world = await startWorld();
    const run = await world.run({ ...UPDATE, ...NAMES, 'on-cancel': 'revert', wait: 'false' });
    expect(run).toMatchObject({ exitCode: 0, status: 'started' });
    expect(run.calls.slice(0, 2)).toEqual(['DescribeEnvironments', 'DescribeApplications']);
    expect(run.next[0]?.inputs).toMatchObject({
      'application-id': TARGET['application-id'],
      'environment-id': TARGET['environment-id'],
    });
    const ours = world.simulator.calls.filter(({ action }) => !LISTS.includes(action));
    expect(new Set(ours.map(({ parameters }) => parameters.ApplicationId))).toEqual(
      new Set([TARGET['application-id']]),
    );
  });

  it('are what `post` never gets', async () => {
    const world = await startWorld();
    world.beforeCall((action) => {
      if (action === 'RollingUpdateApplicationByVersion') world.cancel();
    });
    const run = await world.run({ ...UPDATE, ...NAMES, 'on-cancel': 'revert' });
    const state = JSON.stringify(run.state);
    expect(state).toContain(TARGET['application-id']);
    expect(state).not.toContain(`"${NAMES['application-id']}"`);
  });

  it('are looked up in a dry run, too', async () => {
    const world = await startWorld();
    const run = await world.run({ ...UPDATE, ...NAMES, 'dry-run': 'true' });
    expect(run).toMatchObject({ exitCode: 0, plan: { blockers: [] } });
  });

  it('cost no call if they are IDs', async () => {
    const world = await startWorld();
    const run = await world.run({ ...UPDATE, 'dry-run': 'true' });
    expect(listed(run.calls)).toEqual([]);
  });

  it('that nothing has are an error with the nearest ones', async () => {
    const world = await worldWith([
      entry('app-1', 'billing'),
      entry('app-2', 'shop-apis'),
      ...['a', 'b', 'c', 'd', 'e'].map((name) => entry(`app-${name}`, name.repeat(20))),
    ]);
    const run = await world.run({ ...UPDATE, 'application-id': 'shop-api' });
    expect(run).toMatchObject({ exitCode: 1, code: 'target-not-found' });
    expect(run.calls).toEqual(['DescribeApplications']);
    const rows = run.details.flatMap(({ columns = [] }) => columns);
    expect(rows[0]).toEqual(['shop-apis', 'app-2 · en-prod0001']);
    expect(rows).toHaveLength(5);
  });

  it('that an application of another environment has are an error', async () => {
    const world = await worldWith([entry('app-1', 'shop-api', 'en-test0001')]);
    const run = await world.run({ ...UPDATE, 'application-id': 'shop-api' });
    expect(run).toMatchObject({ exitCode: 1, code: 'target-not-found' });
    expect(run.details).toContainEqual(
      expect.objectContaining({ columns: [['shop-api', 'app-1 · en-test0001']] }),
    );
  });

  it.each<[string, Fields]>([
    ['an environment', { EnvironmentId: 'en-test0001' }],
    ['none', { EnvironmentId: '' }],
    ['more of them', { ActiveVersions: [{ EnvironmentId: 'en-prod0001' }] }],
  ])('are found by the environment if another entry names %s', async (_, more) => {
    const { applicationId, applicationName } = DEMO_APPLICATION;
    const world = await worldWith([
      { ...entry(applicationId, applicationName, 'en-other001'), ...more },
      entry('app-9', applicationName, 'en-other009'),
    ]);
    const run = await world.run({ ...UPDATE, ...NAMES, 'dry-run': 'true' });
    const isElsewhere = more.EnvironmentId === 'en-test0001';
    expect(run.code).toBe(isElsewhere ? 'target-not-found' : '');
  });

  it('that several have are an error with their IDs', async () => {
    const world = await worldWith([entry('app-1', 'shop-api'), entry('app-2', 'shop-api')]);
    const run = await world.run({ ...UPDATE, 'application-id': 'shop-api' });
    expect(run).toMatchObject({ exitCode: 1, code: 'target-ambiguous' });
    expect(run.details).toContainEqual(
      expect.objectContaining({
        columns: [
          ['shop-api', 'app-1 · en-prod0001'],
          ['shop-api', 'app-2 · en-prod0001'],
        ],
      }),
    );
  });

  it('do not find an environment that has been destroyed', async () => {
    const world = await startWorld();
    world.intercept((action) => {
      const record = { EnvironmentId: 'en-old00001', EnvironmentName: 'production', Status: 1 };
      return action === 'DescribeEnvironments'
        ? { Result: { Records: [record], Total: 1 }, RequestId: 'r' }
        : undefined;
    });
    const run = await world.run({ ...UPDATE, ...NAMES });
    expect(run).toMatchObject({ exitCode: 1, code: 'target-not-found' });
  });
});

describe('an ID that is wrong', () => {
  const WRONG = { ...UPDATE, 'application-id': 'app-shop0002' };
  const NOT_FOUND = { exitCode: 1, code: 'ResourceNotFound.ServiceNotFound' };

  it('is an error that lists what exists', async () => {
    const world = await startWorld();
    const run = await world.run(WRONG);
    expect(run).toMatchObject(NOT_FOUND);
    expect(run.calls).toEqual(['DescribeApplicationInfo', 'DescribeApplications']);
    expect(run.annotations[0]?.message).toMatch(/shop-api +app-shop0001 · en-prod0001/);
  });

  it('lists environments too if the environment is to blame', async () => {
    const world = await startWorld();
    const run = await world.run({ ...UPDATE, 'environment-id': 'en-prod0002' });
    expect(listed(run.calls).sort()).toEqual(LISTS);
    expect(run.annotations[0]?.message).toMatch(/production +en-prod0001/);
  });

  it.each(['UnauthorizedOperation', 'InternalError', 'RequestLimitExceeded'])(
    'stays the error if the list is refused with %s',
    async (code) => {
      const world = await startWorld();
      const action = 'DescribeApplications';
      world.simulator.faults.inject({ kind: 'api-error', action, code, times: 9 });
      const run = await world.run(WRONG);
      expect(run).toMatchObject(NOT_FOUND);
      expect(listed(run.calls)).toEqual([action]);
    },
  );

  it('lists what exists for a package, too', async () => {
    const world = await startWorld();
    const run = await world.run({
      ...WRONG,
      operation: 'tem-package-url',
      'package-name': 'shop.jar',
    });
    expect(run).toMatchObject(NOT_FOUND);
    expect(listed(run.calls)).toEqual(['DescribeApplications']);
  });
});
