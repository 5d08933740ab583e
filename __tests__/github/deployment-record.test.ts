import { describe, expect, it } from '@jest/globals';
import { beginRecord, endUnfinishedRecord } from '../../src/github/deployment-record.ts';
import type { DeploymentStatus, OpenDeployments } from '../../src/github/deployments.ts';
import type { MessageKey, Text } from '../../src/text/message.ts';
import { message } from '../../src/text/message.ts';
import { TextError } from '../../src/text/text-error.ts';
import { formatText } from '../../src/text/format-text.ts';
import { openGithub as setUp, refusing } from './fake-deployments.ts';

/** A text without values, in English. */
const inEnglish = (key: 'github.deploying' | 'github.set-after-job' | 'github.job-cancelled') =>
  formatText(message(key), 'en-US');

const FIX = 'words.fix';
const ASKED = { githubToken: 'ghs_token0123456789', githubEnvironment: 'production' };

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
      `42 in_progress ${inEnglish('github.deploying')}`,
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
    expect(post.written).toEqual([`42 success ${inEnglish('github.set-after-job')}`]);
  });

  it('is left in progress, with nothing for post to do', async () => {
    const { log, recorded, world, written } = setUp();
    await beginRecord(world, log, { ...ASKED, githubDeploymentId: 7 })?.leave();
    expect(written).toEqual([`7 in_progress ${inEnglish('github.deploying')}`]);
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

  it.each<[unknown, readonly MessageKey[], string]>([
    [{ status: 403, message: 'No', response: {} }, ['words.message', FIX], 'No'],
    [{ status: 418, message: 'No', response: {} }, ['words.message'], 'No'],
    [{ status: 500, message: 'ECONNREFUSED' }, ['words.why'], 'ECONNREFUSED'],
    [new TextError(message('github.no-deployment-id')), ['words.why'], 'API'],
    ['gone', ['words.why'], 'gone'],
  ])('is one warning where GitHub refuses: %j', async (error, labels, said) => {
    const { log, world } = setUp({ open: refusing(error) });
    const warnings: [title: Text, text: Text][] = [];
    const warning = (title: Text, text: Text) => void warnings.push([title, text]);
    const record = beginRecord(world, { ...log, warning }, ASKED);
    await record?.end('success', 'shop is on v2');
    await expect(record?.id).resolves.toBeUndefined();
    expect(warnings).toMatchObject([
      [
        { key: 'github.not-recorded' },
        {
          join: 'line',
          items: [
            ...labels.map((key) => ({ join: 'colon', items: [{ key }, expect.anything()] })),
            { key: 'github.deployment-continues' },
          ],
        },
      ],
    ]);
    expect(formatText(warnings[0]?.[1] ?? '', 'en-US')).toContain(said);
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
    expect(written).toEqual([`42 failure ${inEnglish('github.job-cancelled')}`]);
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
