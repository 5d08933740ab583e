import { describe, expect, it } from '@jest/globals';
import { beginRecord, endUnfinishedRecord } from '../../src/github/deployment-record.ts';
import { deploymentWarnings } from '../../src/github/inputs/deployment-inputs.ts';
import type { DeploymentStatus, OpenDeployments } from '../../src/github/deployments.ts';
import { createLog } from '../../src/github/log.ts';
import { endRecord, canContinue, waitForRecordId } from '../../src/run/finish-deployment.ts';
import type { Status } from '../../src/report/outcome.ts';
import { recordingCore } from '../operations/recorder.ts';

const ASKED = { githubToken: 'ghs_token0123456789', githubEnvironment: 'production' };

interface Setting {
  open?: OpenDeployments;
  state?: Record<string, string>;
  env?: NodeJS.ProcessEnv;
}

/** A world in which GitHub keeps everything in a list. */
function setUp({ open, state = {}, env = {} }: Setting = {}) {
  const { core, recorded } = recordingCore(state);
  const written: string[] = [];
  const keep: OpenDeployments = () =>
    Promise.resolve({
      create: (environment) => {
        written.push(`create ${environment}`);
        return Promise.resolve(42);
      },
      addStatus: (id, status: DeploymentStatus) => {
        written.push(`${id} ${status.state} ${status.description}`);
        return Promise.resolve();
      },
    });
  const world = { core, env, openDeployments: open ?? keep };
  return { world, log: createLog(core), recorded, written };
}

function refusing(error: unknown): OpenDeployments {
  return () =>
    Promise.resolve({
      create: () => Promise.reject(error as Error),
      addStatus: () => Promise.reject(error as Error),
    });
}

const endless = { now: () => 0, sleep: () => new Promise<void>(() => undefined) };

describe('the record of a deployment', () => {
  it('begins and ends, and is saved for post in between', async () => {
    const { log, recorded, world, written } = setUp();
    const record = beginRecord(world, log, ASKED);
    await expect(record?.id).resolves.toBe(42);
    expect(recorded.state).toEqual({ 'github-deployment': '42' });
    await record?.end('success', 'shop is on v2');
    expect(recorded.state).toEqual({ 'github-deployment': '' });
    expect(written).toEqual([
      'create production',
      '42 in_progress is being deployed',
      '42 success shop is on v2',
    ]);
    expect(recorded.masks).toEqual([ASKED.githubToken]);
  });

  it('whose end GitHub does not take is left for post to end, as it ended', async () => {
    const addStatus = (_: number, { state }: DeploymentStatus) =>
      state === 'in_progress' ? Promise.resolve() : Promise.reject(new Error('Bad Gateway'));
    const open: OpenDeployments = () =>
      Promise.resolve({ create: () => Promise.resolve(42), addStatus });
    const { log, recorded, world } = setUp({ open });
    await beginRecord(world, log, ASKED)?.end('success', 'shop is on v2');
    expect(recorded.state).toEqual({ 'github-deployment': '42 success' });
    expect(recorded.annotations).toMatchObject([{ kind: 'warning' }]);

    const env = { 'INPUT_GITHUB-TOKEN': 'ghs_token0123456789' };
    const post = setUp({ state: recorded.state, env });
    await endUnfinishedRecord(post.world, post.log);
    expect(post.written).toEqual(['42 success said by the end of the job']);
  });

  it('is left in progress, with nothing for post to do', async () => {
    const { log, recorded, world, written } = setUp();
    await beginRecord(world, log, { ...ASKED, githubDeploymentId: 7 })?.leave();
    expect(written).toEqual(['7 in_progress is being deployed']);
    expect(recorded.state).toEqual({ 'github-deployment': '' });
  });

  it.each([
    ['nothing', {}],
    ['a token alone', { githubToken: 'ghs_token0123456789' }],
    ['no token', { githubEnvironment: 'production' }],
    ['a dry run', { ...ASKED, dryRun: true }],
  ])('is not made with %s', (_, inputs) => {
    const { log, recorded, world, written } = setUp();
    expect(beginRecord(world, log, inputs)).toBeUndefined();
    expect([written, recorded.masks]).toEqual([[], []]);
  });

  it.each([
    [
      { status: 403, message: 'No', response: {} },
      'GitHub says:     403: No\nWhat to change:  give',
    ],
    [{ status: 418, message: 'No', response: {} }, 'GitHub says:     418: No\nThe deployment'],
    [{ status: 500, message: 'ECONNREFUSED' }, 'Why:             ECONNREFUSED\nThe deployment'],
    ['gone', 'Why:             gone\nThe deployment'],
  ])('is one warning where GitHub refuses: %j', async (error, message) => {
    const { log, recorded, world } = setUp({ open: refusing(error) });
    const record = beginRecord(world, log, ASKED);
    await record?.end('success', 'shop is on v2');
    await expect(record?.id).resolves.toBeUndefined();
    expect(recorded.annotations).toEqual([
      {
        kind: 'warning',
        title: 'GitHub Deployment not recorded',
        message: expect.stringContaining(message),
      },
    ]);
  });

  it('is a warning where the client cannot be loaded', async () => {
    const open = () => Promise.reject(new Error('no such chunk'));
    const { log, recorded, world } = setUp({ open });
    await beginRecord(world, log, ASKED)?.leave();
    expect(recorded.annotations).toHaveLength(1);
  });
});

describe('after the job', () => {
  const env = { 'INPUT_GITHUB-TOKEN': ASKED.githubToken };

  it('a record in progress is failed', async () => {
    const { log, world, written } = setUp({ env, state: { 'github-deployment': '42' } });
    await endUnfinishedRecord(world, log);
    expect(written).toEqual(['42 failure the job was cancelled']);
  });

  it.each([
    ['no record', env, {}],
    ['a record that ended', env, { 'github-deployment': '' }],
    ['no token', {}, { 'github-deployment': '42' }],
  ])('nothing is done with %s', async (_, variables, state) => {
    const { log, recorded, world, written } = setUp({ env: variables, state });
    await endUnfinishedRecord(world, log);
    expect([written, recorded.annotations]).toEqual([[], []]);
  });

  it('a refusal is a warning', async () => {
    const state = { 'github-deployment': '42' };
    const { log, recorded, world } = setUp({ env, state, open: refusing(new Error('No')) });
    await endUnfinishedRecord(world, log);
    expect(recorded.annotations.map(({ kind }) => kind)).toEqual(['warning']);
  });
});

describe('the record ends as the step', () => {
  it.each<[Status, boolean, boolean, string | undefined]>([
    ['succeeded', true, false, 'success'],
    ['failed', false, false, 'failure'],
    ['timed-out', false, false, 'failure'],
    ['reverted', false, false, 'failure'],
    ['reverted', true, false, 'success'],
    ['reverted', true, true, 'failure'],
    ['waiting', true, false, undefined],
    ['started', true, false, undefined],
    ['cancelled', false, false, undefined],
  ])('%s (green: %s, continued: %s): %s', async (status, isGreen, isContinued, state) => {
    const { log, world, written } = setUp();
    const inputs = isContinued ? { ...ASKED, githubDeploymentId: 42 } : ASKED;
    const record = beginRecord(world, log, inputs);
    await record?.id;
    await endRecord(record, { headline: 'so it ended', status }, isGreen);
    const ends = written.filter((line) => line.endsWith('so it ended'));
    expect(ends).toEqual(state === undefined ? [] : [`42 ${state} so it ended`]);
  });

  it('which needs no record', async () => {
    await expect(
      endRecord(undefined, { headline: '', status: 'succeeded' }, true),
    ).resolves.toBeUndefined();
  });
});

describe('the ID as an output', () => {
  const unanswered: OpenDeployments = () => new Promise(() => undefined);

  it('is there once GitHub has answered', async () => {
    const { log, world } = setUp();
    await expect(waitForRecordId(beginRecord(world, log, ASKED), endless, 'failed')).resolves.toBe(
      '42',
    );
  });

  it.each([
    ['without a record', undefined],
    ['where GitHub refused', refusing(new Error('No'))],
  ])('is empty %s', async (_, open) => {
    const { log, world } = setUp(open ? { open } : {});
    const record = open && beginRecord(world, log, ASKED);
    await expect(waitForRecordId(record, endless, 'succeeded')).resolves.toBe('');
  });

  it('is not waited for long after a cancel', async () => {
    const { log, world } = setUp({ open: unanswered });
    const waits: number[] = [];
    const clock = { now: () => 0, sleep: (ms: number) => Promise.resolve(void waits.push(ms)) };
    const record = beginRecord(world, log, ASKED);
    await expect(waitForRecordId(record, clock, 'cancelled')).resolves.toBe('');
    expect(waits).toEqual([1_500]);
  });

  it('is of use to a later step where the rollout may still end', () => {
    expect((['waiting', 'timed-out', 'succeeded', 'failed'] as const).map(canContinue)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('inputs of a record that lack another', () => {
  it.each([
    [{}, []],
    [{ 'INPUT_GITHUB-TOKEN': 't', 'INPUT_GITHUB-ENVIRONMENT': 'e' }, []],
    [{ 'INPUT_GITHUB-TOKEN': 't', 'INPUT_GITHUB-DEPLOYMENT-ID': '1' }, []],
    [{ 'INPUT_GITHUB-TOKEN': 't' }, [/^github-token has no effect/]],
    [{ 'INPUT_ENVIRONMENT-URL': 'u' }, [/^environment-url has no effect/]],
    [{ 'INPUT_GITHUB-ENVIRONMENT': 'e' }, [/^github-environment .* add {3}github-token: /]],
  ])('%j', (env, warnings) => {
    expect(deploymentWarnings(env)).toEqual(
      warnings.map((warning) => expect.stringMatching(warning) as unknown),
    );
  });
});
