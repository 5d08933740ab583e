import { afterEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { formatYamlLines } from '../../../src/text/yaml.ts';
import { closeWorlds, startWorld, UPDATE } from '../../operations/world.ts';
import type { Inputs, Run, TestWorld } from '../../operations/world.ts';

/** What every step to copy has in this world, besides its operation. */
function idsOf({ simulator }: TestWorld): Inputs {
  return {
    region: 'ap-guangzhou',
    endpoint: simulator.url,
    'application-id': 'app-shop0001',
    'environment-id': 'en-prod0001',
  };
}

afterEach(closeWorlds);

/** The steps to copy, parsed as a runner would. */
function stepsIn({ summary }: Run): Inputs[] {
  const fences = Array.from(summary.matchAll(/^( *)```yaml\n([\s\S]*?)\n\1```$/gm));
  return fences.flatMap(([, , yaml = '']) =>
    (parse(yaml) as { with: Inputs }[]).map((step) => step.with),
  );
}

/** The cells of the rows of each table, headers first. */
function tablesIn({ summary }: Run): string[][][] {
  return Array.from(summary.matchAll(/(?:^\|.*\|$\n?)+/gm), ([table]) =>
    table
      .trim()
      .split('\n')
      .filter((row) => !/^\|[ :|-]+\|$/.test(row) || /^\| {2}\| {2}\|$/.test(row))
      .map((row) =>
        row
          .slice(1, -1)
          .split('|')
          .map((cell) => cell.trim()),
      ),
  );
}

describe('the summary of a rollout that succeeded', () => {
  it('shows the target and the batches, and nothing to do', async () => {
    const world = await startWorld({ instances: 3 });
    const inputs = { 'deploy-strategy': 'AUTO', 'total-batch-count': '2', 'batch-interval': '60' };
    const run = await world.run({ ...UPDATE, ...inputs });
    expect(run.summary.split('\n')[0]).toBe('## ✅ shop-api is on v2.4.0 (before: v2.3.9)');
    const [target = [], batches = []] = tablesIn(run);
    expect(Object.fromEntries(target)).toMatchObject({
      Application: 'shop-api `app-shop0001` in `en-prod0001` (ap-guangzhou)',
      Revision: `\`${world.application.revisionId}\``,
      Version: '`v2.3.9` → `v2.4.0`',
      Strategy: 'AUTO, 2 batches, 1 min apart',
      RequestId: `\`${run.outputs['request-id'] ?? '?'}\``,
    });
    expect(batches.map((row) => row.slice(0, 3))).toEqual([
      ['Batch', 'Instances', 'Result'],
      ['batch 1/2', '2/2', '✅ healthy'],
      ['interval', '', ''],
      ['batch 2/2', '1/1', '✅ healthy'],
    ]);
    expect(batches.slice(1).every((row) => /^(1 min|\d+ s)/.test(row[3] ?? ''))).toBe(true);
    expect(stepsIn(run)).toEqual([]);
    expect(run.summary).not.toContain('Restarts');
  });

  it('names the package, and the one before', async () => {
    const world = await startWorld({ deployMode: 'JAR', pkgName: 'shop-2.3.9.jar' });
    const run = await world.run({ ...UPDATE, 'package-name': 'shop-2.4.0.jar' });
    expect(Object.fromEntries(tablesIn(run)[0] ?? [])).toMatchObject({
      Version: '`v2.3.9` → `v2.4.0`',
      Package: '`shop-2.3.9.jar` → `shop-2.4.0.jar`',
    });
  });
});

describe('the summary of a rollout that failed', () => {
  it('shows the pods that are not healthy, and the steps to copy', async () => {
    const world = await startWorld({ behaviour: { crash: { status: 'ImagePullBackOff' } } });
    const run = await world.run({ ...UPDATE, 'deploy-strategy': 'AUTO', 'total-batch-count': '2' });
    expect(run.summary.split('\n')[0]).toMatch(/^## ❌ shop-api: 1 new instance/);
    const [pods = [], , batches = []] = tablesIn(run);
    expect(batches.map((row) => row.slice(0, 3)).slice(1)).toEqual([
      ['batch 1/2', '0/1', '❌ failed'],
      ['batch 2/2', '0/1', 'not started'],
    ]);
    expect(pods).toEqual([
      ['Instance', 'State', 'Reason', 'Restarts'],
      [expect.stringMatching(/^`shop-api-\w{5}`$/), 'ImagePullBackOff', 'container waiting', '0'],
    ]);
    expect(stepsIn(run)).toEqual([
      { operation: 'tem-revert', ...idsOf(world), 'revision-id': world.application.revisionId },
    ]);
    expect(run.summary).toContain('on-failure: revert');
  });

  it('shows no more pods than a reader can take in', async () => {
    const behaviour = { crash: { status: 'ImagePullBackOff' } };
    const world = await startWorld({ instances: 40, behaviour });
    const run = await world.run({ ...UPDATE, 'failure-grace': '30s' });
    const [pods = []] = tablesIn(run);
    expect(pods[0]?.[0]).toBe('Instance');
    expect(pods).toHaveLength(21);
    expect(run.summary).toContain('… and 20 more that are not healthy');
  });

  it('shows a batch that finished and is not healthy as what it is', async () => {
    const crash = { status: 'CrashLoopBackOff', afterSeconds: 25 };
    const world = await startWorld({ behaviour: { crash } });
    const run = await world.run({ ...UPDATE, 'poll-interval': '40s' });
    expect(run.outputs.status).toBe('failed');
    expect(run.summary).toContain('| batch 1/1 | 0/2 | ⚠️ not healthy |');
  });
});

describe('the steps to copy', () => {
  it('of a rollout that waits confirm it or take it back', async () => {
    const world = await startWorld();
    const run = await world.run({ ...UPDATE, 'deploy-strategy': 'BETA', 'beta-batch-num': '1' });
    const id = { ...idsOf(world), 'revision-id': world.application.revisionId };
    expect(stepsIn(run)).toEqual([
      { operation: 'tem-resume', ...id },
      { operation: 'tem-revert', ...id },
    ]);
  });

  it('of a rollout that ran out of time wait for it or take it back', async () => {
    const world = await startWorld({ behaviour: { neverReady: true } });
    const run = await world.run({ ...UPDATE, timeout: '1m' });
    const id = { ...idsOf(world), 'revision-id': world.application.revisionId };
    expect(stepsIn(run)).toEqual([
      { operation: 'tem-wait', ...id },
      { operation: 'tem-revert', ...id },
    ]);
  });

  it('work: the second run does what the first one advised', async () => {
    const world = await startWorld();
    const first = await world.run({ ...UPDATE, 'deploy-strategy': 'BETA', 'beta-batch-num': '1' });
    const second = await world.run(stepsIn(first)[0] ?? {});
    expect(second).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
  });

  it('of a rollout that is over bring the version before back', async () => {
    const world = await startWorld({ deployMode: 'JAR', deployVersion: '20220107122452' });
    await world.run({ ...UPDATE, 'package-name': 'shop.jar' });
    const run = await world.run({ operation: 'tem-revert' });
    expect(stepsIn(run)).toEqual([
      {
        operation: 'tem-rolling-update',
        ...idsOf(world),
        'deploy-version': '20220107122452',
        'package-name': 'THE PACKAGE OF THAT VERSION',
      },
    ]);
  });

  it.each([
    'v1',
    '1',
    '1.20',
    '0x1F',
    '1e3',
    '2022-01-07',
    '12:30:45',
    'true',
    'No',
    'null',
    '~',
    '',
    ' a ',
    'a: b',
    'a #b',
    '- a',
    '*a',
    '&a',
    '!a',
    '%a',
    '@a',
    '`a`',
    '"a"',
    "'a'",
    '{a}',
    '[a]',
    'a\nb',
    '版本',
    'tem/pkg/1300000000/a.jar',
    '.inf',
    '<<',
  ])('keep %j a text', (value) => {
    const lines = formatYamlLines({ 'deploy-version': value });
    expect(lines).toHaveLength(1);
    expect(parse(lines.join('\n'))).toEqual({ 'deploy-version': value });
    expect(parse(lines.join('\n'), { version: '1.1' })).toEqual({ 'deploy-version': value });
  });
});
