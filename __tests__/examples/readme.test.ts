import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_APPLICATION, DEMO_TASK, serveApplication } from '../../simulator/index.ts';
import { sharedTime } from '../support/process/shared-time.ts';
import { getFolder } from '../support/this-action.ts';
import { dispatch, ends, openExampleWorld, PUSH, SHA, trust } from './example-world.ts';
import { asWorkflow, blocksOf } from './snippets.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const readme = read('README.md');

const JAR = { tem: { applications: [{ ...DEMO_APPLICATION, deployMode: 'JAR' as const }] } };
const MVNW = '#!/bin/sh\nmkdir target && printf "the shop" > target/shop-2.4.0.jar\n';
const ENV = [
  'env:',
  '  TENCENTCLOUD_SECRET_ID: ${{ secrets.TENCENTCLOUD_SECRET_ID }}',
  '  TENCENTCLOUD_SECRET_KEY: ${{ secrets.TENCENTCLOUD_SECRET_KEY }}',
  '  TENCENTCLOUD_REGION: ap-guangzhou',
].join('\n');

const folder = mkdtempSync(join(tmpdir(), 'readme-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Writes a workflow; returns its path. */
function save(workflow: string): string {
  const path = join(folder, 'workflow.yml');
  writeFileSync(path, workflow);
  return path;
}

const CANARY = 'Canary batch, approval, then the rest';

/** The block of a common task. */
function blockOf(heading: string): string {
  const [, section = ''] = readme.split(`\n### ${heading}\n`);
  return blocksOf(section, 'yaml')[0] ?? '';
}

/** The workflow of a common task, with access keys; one of steps checks the repository out first. */
function taskWorkflow(heading: string): string {
  const block = blockOf(heading);
  const steps = block.startsWith('- ') ? `- uses: actions/checkout@v7\n${block}` : block;
  return save(`${ENV}\n${asWorkflow(steps)}`);
}

describe('README.md', () => {
  it('has at most 16 KB without the tables that are generated', () => {
    const own = readme.replace(/<!-- ([\w-]+) -->[^]*?<!-- \/\1 -->/g, '');
    expect(Buffer.byteLength(own)).toBeLessThan(16 * 1_024);
  });

  it('shows a step of this action within the first 30 lines', () => {
    const first = readme.split('\n').slice(0, 30).join('\n');
    const folders = [...first.matchAll(/uses: (\S+)/g)].map(([, uses = '']) => getFolder(uses));
    expect(folders).toContain('tem/rolling-update');
  });

  it('has the title that the Marketplace shows', () => {
    const [, name = ''] = /^name: (.*)$/m.exec(read('action.yml')) ?? [];
    expect(readme.split('\n')[0]).toBe(`# ${name}`);
  });
});

describe('The first workflow of the README', () => {
  it('deploys a JAR with an ID token', async () => {
    const world = await openExampleWorld(JAR);
    trust(world, 'ref:refs/heads/main');
    const path = save(blocksOf(readme, 'yaml')[0] ?? '');
    const run = await world.run(path, PUSH, { secrets: {}, repository: { mvnw: MVNW } });
    expect(ends(run)).toEqual(['deploy: success']);
    expect(run.job('deploy').steps.at(-1)?.log).toContain('v2.3.9');
    const put = world.simulator.cos.requests.find(({ method }) => method === 'PUT');
    expect(put?.key).toMatch(/shop-2\.4\.0\.jar$/);
  });
});

describe('The common tasks of the README', () => {
  it('Canary batch', async () => {
    const world = await openExampleWorld();
    const path = taskWorkflow(CANARY);
    const run = await world.run(path, PUSH);
    expect(ends(run)).toEqual(['canary: success', 'rest: success']);
    expect(world.simulator.tem.application('app-shop0001').deployVersion).toBe(SHA);
  });

  /** A task that shows only inputs, added to the first job of the canary task. */
  const canaryWith = (heading: string) => {
    const canary = readFileSync(taskWorkflow(CANARY), 'utf8').split('\n  rest:')[0] ?? '';
    const inputs = blockOf(heading).replace(/^/gm, '          ');
    return `${canary}\n${inputs}\n`;
  };

  it.each([
    ['good', 'success', SHA],
    ['bad', 'failure', 'v2.3.9'],
  ] as const)('Verify a batch that is %s', async (kind, result, version) => {
    const time = sharedTime();
    const applications = [{ ...DEMO_APPLICATION, behaviour: { loopbackIps: true } }];
    const world = await openExampleWorld({ tem: { applications } }, time);
    const shop = world.simulator.tem.application('app-shop0001');
    const served = await serveApplication(shop, time, { [SHA]: { rhythm: [[kind, 1]] } });
    try {
      const workflow = canaryWith('Verify a batch before the rest follows');
      const path = save(workflow.replace('https://shop.example.com', served.url));
      const run = await world.run(path, PUSH, { served });
      expect(ends(run)).toEqual([`canary: ${result}`]);
      expect(shop.deployVersion).toBe(version);
    } finally {
      await served.close();
    }
  });

  const BETA = [
    'application-id: app-shop0001',
    'environment-id: en-prod0001',
    'deploy-version: v2.4.0',
    'deploy-strategy: BETA',
    'beta-batch-num: 1',
    'total-batch-count: 2',
  ];
  /** The workflow with the inputs that it shows only above. */
  const smokeWorkflow = () => {
    const workflow = readFileSync(taskWorkflow('Smoke test, then continue or roll back'), 'utf8');
    const inputs = BETA.map((input) => `\n          ${input}`).join('');
    return save(workflow.replace(/(\n +)id: deploy # .*/, `$1id: deploy$1with:${inputs}`));
  };

  it.each([
    [0, 'success', 'v2.4.0'],
    [1, 'failure', 'v2.3.9'],
  ])('Smoke test that exits with %d', async (code, result, version) => {
    const world = await openExampleWorld();
    const shop = world.simulator.tem.application('app-shop0001');
    const repository = { 'smoke-test.sh': `#!/bin/sh\nexit ${code}\n` };
    const run = await world.run(smokeWorkflow(), dispatch({}), { repository });
    expect(ends(run)).toEqual([`it: ${result}`]);
    expect([...new Set(shop.pods().map(({ deployVersion }) => deployVersion))]).toEqual([version]);
  });

  it('Smoke test, while the rollout of someone else is paused: it is not rolled back', async () => {
    const time = sharedTime();
    const world = await openExampleWorld({}, time);
    const shop = world.simulator.tem.application('app-shop0001');
    const beta = { DeployStrategyType: 'BETA', BetaBatchNum: 1, TotalBatchCount: 2 };
    const revisionId = shop.startRollout({ DeployVersion: 'v9', ...beta });
    time.pass(60);
    const run = await world.run(smokeWorkflow(), dispatch({}));
    expect(ends(run)).toEqual(['it: failure']);
    expect(shop.revisionId).toBe(revisionId);
    expect(shop.pods().map(({ deployVersion }) => deployVersion)).toContain('v9');
  });

  it('Roll back with one click', async () => {
    const world = await openExampleWorld();
    const path = taskWorkflow('Roll back with one click');
    const run = await world.run(path, dispatch({ version: 'v2.3.8' }));
    expect(ends(run)).toEqual(['roll-back: success']);
    expect(world.simulator.tem.application('app-shop0001').deployVersion).toBe('v2.3.8');
  });

  it('Preview on a pull request', async () => {
    const world = await openExampleWorld();
    const path = taskWorkflow('Preview on a pull request');
    const run = await world.run(path, { name: 'pull_request' });
    expect(ends(run)).toEqual(['plan: success']);
    expect(run.job('plan').steps[0]?.outputs.status).toBe('planned');
  });

  it('Record a GitHub Deployment', async () => {
    const world = await openExampleWorld();
    const workflow = canaryWith('Record a GitHub Deployment');
    const path = save(`permissions:\n  deployments: write\n${workflow}`);
    const run = await world.run(path, PUSH);
    expect(ends(run)).toEqual(['canary: success']);
    expect(run.job('canary').steps[0]?.outputs['github-deployment-id']).toBeTruthy();
  });

  it('Publish a CAR version', async () => {
    const world = await openExampleWorld();
    const repository = { 'build/game.zip': 'the game' };
    const path = taskWorkflow('Publish a CAR version');
    const run = await world.run(path, dispatch({}), { repository });
    expect(ends(run)).toEqual(['it: success']);
  });

  it('Download SCF code or a DLC query result', async () => {
    const functions = [{ functionName: 'thumbnails', code: Buffer.from('PK thumbnails') }];
    const tasks = [{ taskId: DEMO_TASK.taskId, behaviour: { formatSeconds: 0 } }];
    const time = sharedTime({ startsAt: Date.now() });
    const world = await openExampleWorld({ scf: { functions }, dlc: { tasks } }, time);
    const path = taskWorkflow('Download SCF code or a DLC query result');
    const run = await world.run(path, dispatch({}));
    expect(ends(run)).toEqual(['it: success']);
    expect([...world.artifacts.keys()]).toEqual(['thumbnails-code']);
  });
});
