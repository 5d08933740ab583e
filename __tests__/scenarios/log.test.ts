import { afterEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { blocksOf } from '../examples/snippets.ts';
import type { Manners } from '../../simulator/index.ts';
import {
  AUTO,
  BETA as VERIFIED,
  closeServedWorlds,
  openServed,
} from './verification/served-world.ts';
import { steady, unnamed } from './steady-text.ts';
import type { TimedRun } from './world.ts';
import { openWorld } from './world.ts';

afterEach(closeServedWorlds);

/** Standard output as it comes, line by line; the breaks that a command escapes are shown as such. */
function frozen(run: TimedRun): string {
  return `\n${steady(run.stdout.replace(/%0A/g, '%0A\n    '))}`;
}

const BETA = {
  operation: 'tem-rolling-update',
  'deploy-version': 'v2.4.0',
  'deploy-strategy': 'BETA',
  'beta-batch-num': '1',
  'total-batch-count': '2',
  'batch-interval': '60',
  'on-waiting': 'resume',
};

/** The pieces of the first block of a README without a language; `…` leaves lines out. */
function logInReadme(file: string): string[] {
  const readme = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  return (blocksOf(readme, '')[0] ?? 'no log').split('\n  …\n');
}

describe('The log, from the first line to the last', () => {
  it.each([
    ['en-US', 'README.md'],
    ['zh-CN', 'README.zh-CN.md'],
  ])('of a BETA rollout that is resumed automatically, in %s', async (language, file) => {
    const world = await openWorld({ inProcess: true });
    const run = await world.run({ ...BETA, language });
    expect(run.exitCode).toBe(0);
    expect(frozen(run)).toMatchSnapshot();
    expect(`\n${steady(run.summary)}`).toMatchSnapshot('summary');
    for (const piece of logInReadme(file)) expect(unnamed(run.stdout)).toContain(unnamed(piece));
  });

  it.each(['en-US', 'zh-CN'])('of a crash loop, in %s', async (language) => {
    const world = await openWorld({
      behaviour: { crash: { status: 'CrashLoopBackOff' } },
      inProcess: true,
    });
    const run = await world.run({
      operation: 'tem-rolling-update',
      'deploy-version': 'v2.4.0',
      'deploy-strategy': 'AUTO',
      'total-batch-count': '3',
      language,
    });
    expect(run.exitCode).toBe(1);
    expect(frozen(run)).toMatchSnapshot();
    expect(`\n${steady(run.summary)}`).toMatchSnapshot('summary');
  });

  describe.each(['en-US', 'zh-CN'])('of a verification, in %s', (language) => {
    it.each<[string, Manners, Record<string, string>]>([
      ['that passes', {}, { ...VERIFIED, 'verify-duration': '4m' }],
      ['that fails while the beta batch is paused', { rhythm: [['bad', 1]] }, VERIFIED],
      ['that fails in the end', { body: 'something else' }, { ...AUTO, 'on-failure': 'revert' }],
    ])('%s', async (_, manners, inputs) => {
      const { run } = await openServed(manners);
      expect(frozen(await run({ ...inputs, language }))).toMatchSnapshot();
    });
  });

  it('of a rollout that stops for a confirmation, and of its revert', async () => {
    const world = await openWorld({ inProcess: true });
    const first = await world.run({
      operation: 'tem-rolling-update',
      'deploy-version': 'v2.4.0',
      'deploy-strategy': 'MANUAL',
      'total-batch-count': '2',
    });
    const second = await world.run({ operation: 'tem-revert' });
    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
    expect(frozen(first)).toMatchSnapshot('the rollout');
    expect(frozen(second)).toMatchSnapshot('the revert');
  });
});
