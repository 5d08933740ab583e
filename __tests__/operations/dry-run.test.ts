import { afterEach, describe, expect, it } from '@jest/globals';
import type { Log } from '../../src/github/log.ts';
import { collectBlockers, runDryRun } from '../../src/operations/dry-run.ts';
import { OperationError } from '../../src/report/outcome.ts';
import { formatText } from '../../src/text/format-text.ts';
import { message } from '../../src/text/message.ts';
import { CREATE, FULL, openCar, publishing } from './car/car-world.ts';
import { DLC, SCF } from './download-world.ts';
import { closeServices, failure, success } from './services.ts';

afterEach(closeServices);

const DRY = { 'dry-run': 'true' };
const READS = ['GetCallerIdentity', 'DescribeApplicationVersion', 'GetFunctionAddress'];
const toFile = { 'download-path': 'file' };

describe('a dry run', () => {
  it.each<[string, Record<string, string>]>([
    ['car-create-version', { ...CREATE, 'version-limit': 'delete-oldest', 'set-online': 'true' }],
    ['car-set-online', publishing('ver-1')],
    ['scf-code-url', { ...SCF, ...toFile }],
    ['dlc-result-download', { ...DLC, ...toFile }],
  ])('of %s ends as planned, and only reads', async (_, inputs) => {
    const world = await openCar({ versions: FULL });
    const run = await world.run({ ...inputs, ...DRY });
    expect(run).toMatchObject({ ...success('planned'), annotations: [] });
    const { calls, cos } = world.simulator;
    const actions = calls.map(({ action }) => action);
    expect(actions).toContain('GetCallerIdentity');
    expect(READS).toEqual(expect.arrayContaining(actions));
    expect(cos.requests).toEqual([]);
    expect(run.outputs).not.toHaveProperty('download-url');
    const changes = (run.plan?.changes ?? []).map((change) => formatText(change, 'en-US'));
    const logged = run.lines.filter((line) => line.startsWith('▸ Plan'));
    expect(logged).toEqual(changes.map((change) => expect.stringContaining(change)));
  });

  it('that is blocked ends as planned, too, with one warning', async () => {
    const world = await openCar({ versions: FULL });
    const run = await world.run({ ...CREATE, ...DRY });
    expect(run).toMatchObject({ ...success('planned'), annotations: [{ kind: 'warning' }] });
    const [blocker = '?'] = run.plan?.blockers ?? [];
    expect(run.annotations[0]?.message).toBe(formatText(blocker, 'en-US'));
  });

  it('that is blocked fails with on-blocked: fail, with one error', async () => {
    const world = await openCar({ versions: FULL });
    const run = await world.run({ ...CREATE, ...DRY, 'on-blocked': 'fail' });
    expect(run).toMatchObject({ ...failure(''), annotations: [{ kind: 'error' }] });
    const [blocker = '?'] = run.plan?.blockers ?? [];
    expect(run.annotations[0]?.message).toContain(formatText(blocker, 'en-US'));
  });

  it('that is not blocked succeeds with on-blocked: fail', async () => {
    const world = await openCar();
    const run = await world.run({ ...CREATE, ...DRY, 'on-blocked': 'fail' });
    expect(run).toMatchObject(success('planned'));
  });

  it.each([
    ['is applied by the next step', [], ['plan.apply'], 'plan.headline'],
    ['never advises to apply it if it is blocked', ['too late'], [], 'plan.headline-blocked'],
  ])('%s', async (_, blockers, next, headline) => {
    const log = { stage: () => undefined, warning: () => undefined } as unknown as Log;
    const caller = () => Promise.resolve({ value: { arn: 'me', userId: '' } } as never);
    const plan = { headline: 'shop-api', changes: [], blockers };
    const outcome = await runDryRun({ log, caller }, () => Promise.resolve(plan), 'warn');
    expect(outcome).toMatchObject({
      headline: { key: headline, values: { plan: 'shop-api' } },
      next: next.map((key) => ({ sentence: { key } })),
    });
    expect(outcome.next).toHaveLength(next.length);
    const failing = await runDryRun({ log, caller }, () => Promise.resolve(plan), 'fail');
    expect(failing.code).toBe(blockers.length > 0 ? 'plan-blocked' : '');
  });

  it.each([
    ['UnauthorizedOperation', success('planned')],
    ['AuthFailure.SecretIdNotFound', failure('')],
  ])(
    'where the cloud answers %s for the caller goes on unless the key is wrong',
    async (code, end) => {
      const world = await openCar();
      const action = 'GetCallerIdentity';
      world.simulator.faults.inject({ kind: 'api-error', action, code, times: 9 });
      const run = await world.run({ ...CREATE, ...DRY });
      expect(run).toMatchObject(end);
    },
  );
});

describe('collectBlockers', () => {
  const refuse = (details: OperationError['details']) => () => {
    throw new OperationError('it is too late', { code: 'deadline-passed', details });
  };

  it('gives what the guards refuse, with the details', () => {
    const blockers = collectBlockers(
      () => undefined,
      refuse([]),
      refuse([{ text: 'Far too late.' }]),
    );
    const both = { problem: 'it is too late', details: 'Far too late.' };
    expect(blockers).toEqual(['it is too late', message('plan.blocker', both)]);
  });

  it('lets through what is no refusal', () => {
    const bug = new TypeError('a bug');
    const guard = () => {
      throw bug;
    };
    expect(() => collectBlockers(guard)).toThrow(bug);
  });
});
