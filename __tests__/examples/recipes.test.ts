import { afterEach, describe, expect, it } from '@jest/globals';
import { DEMO_APPLICATION } from '../../simulator/index.ts';
import type { ApplicationSeed, Simulator } from '../../simulator/index.ts';
import { readAll, startServer } from '../support/http-server.ts';
import type { WorkflowEvent } from '../support/workflow/model.ts';
import { HEAD_SHA } from '../support/workflow/run-workflow.ts';
import { dispatch, ends, openExampleWorld, PUSH, SECRETS, SHA } from './example-world.ts';
import { expectAllowed } from './policies.ts';

const PULL_REQUEST: WorkflowEvent = { name: 'pull_request' };
const FORK: WorkflowEvent = { name: 'pull_request', fork: 'someone/shop' };
const CRASH = { status: 'CrashLoopBackOff' };
/** What a shell, a JSON string and a chat would read as their own. */
const HOSTILE = '"; touch owned; $(touch owned) `touch owned` <!channel> \\" }';

const shop = ({ tem }: Simulator) => tem.application('app-shop0001');
const of = (seed: Partial<ApplicationSeed>) => ({
  tem: { applications: [{ ...DEMO_APPLICATION, ...seed }] },
});
const script = (text: string) => `#!/bin/sh\n${text}\n`;

const opened: { close: () => Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

describe('tem-plan-comment.yml', () => {
  it('writes one comment, and updates it with the next push', async () => {
    const { run, github, pass, simulator } = await openExampleWorld();
    const someone = { user: { type: 'User' }, body: 'Looks good' } as const;
    github.comments.push(
      ...Array.from({ length: 40 }, (_, index) => ({ id: index + 1, issue: 12, ...someone })),
    );
    const first = await run('tem-plan-comment.yml', PULL_REQUEST);
    expect(ends(first)).toEqual(['plan: success']);
    const comments = github.comments.slice(40);
    expect(comments).toMatchObject([{ issue: 12 }]);
    const { plan, blocked } = first.job('plan').steps[0]?.outputs ?? {};
    expect(blocked).toBe('false');
    expect(comments[0]?.body).toContain(plan);
    expect(comments[0]?.body).toContain(HEAD_SHA.slice(0, 7));
    expect(shop(simulator).rollouts).toEqual([]);

    shop(simulator).startRollout({ DeployVersion: 'v2.3.10' });
    pass(300);
    expect(ends(await run('tem-plan-comment.yml', PULL_REQUEST))).toEqual(['plan: success']);
    expect(github.comments.slice(40)).toHaveLength(1);
    expect(github.comments[40]?.body).toContain('v2.3.10');
  });

  it('comments on a plan that is blocked, and fails', async () => {
    const world = await openExampleWorld();
    const application = shop(world.simulator);
    const beta = { DeployStrategyType: 'BETA', BetaBatchNum: 1, TotalBatchCount: 2 };
    application.startRollout({ DeployVersion: 'v2.4.0', ...beta });
    world.pass(60);
    const run = await world.run('tem-plan-comment.yml', PULL_REQUEST);
    expect(ends(run)).toEqual(['plan: failure']);
    expect(world.github.comments).toHaveLength(1);
    expect(run.job('plan').steps.at(-1)?.outcome).toBe('failure');
  });

  it('runs nothing that a plan holds', async () => {
    const { run, github } = await openExampleWorld(of({ deployVersion: HOSTILE }));
    const ended = await run('tem-plan-comment.yml', PULL_REQUEST);
    expect(ends(ended)).toEqual(['plan: success']);
    expect(github.comments[0]?.body).toContain(ended.job('plan').steps[0]?.outputs.plan);
  });

  it('leaves pull requests of forks alone', async () => {
    const { run, simulator } = await openExampleWorld();
    expect(ends(await run('tem-plan-comment.yml', FORK))).toEqual(['plan: skipped']);
    expect(simulator.calls).toEqual([]);
  });
});

describe('tem-preview.yml', () => {
  it('records a transient Deployment of the branch', async () => {
    const staging = { applicationId: 'app-shopstag', environmentId: 'en-stag0001' };
    const { run, github, simulator } = await openExampleWorld(of(staging));
    expect(ends(await run('tem-preview.yml', PULL_REQUEST))).toEqual(['preview: success']);
    expect(simulator.tem.application('app-shopstag').deployVersion).toBe(HEAD_SHA);
    expect(github.deployments[0]).toMatchObject({
      request: {
        ...{ ref: 'cart', environment: 'preview-12' },
        ...{ production_environment: false, transient_environment: true },
      },
    });
    expect(github.deployments[0]?.statuses.at(-1)).toMatchObject({ state: 'success' });
  });
});

describe('tem-notify.yml', () => {
  /** The three chats, which answer as each of them does. */
  async function startChats(answers: Record<string, object> = {}) {
    const received: Record<string, unknown> = {};
    const server = await startServer(async (request, response) => {
      const chat = request.url?.slice(1) ?? '';
      received[chat] = JSON.parse((await readAll(request)).toString());
      const ok = { WECOM: { errcode: 0 }, FEISHU: { code: 0 }, SLACK: {} }[chat];
      response.end(JSON.stringify(answers[chat] ?? ok));
    });
    opened.push(server);
    const secrets: Record<string, string> = { ...SECRETS };
    ['WECOM', 'FEISHU', 'SLACK'].forEach((chat) => {
      secrets[`${chat}_WEBHOOK`] = `${server.origin}/${chat}`;
    });
    return { received, secrets };
  }

  it('sends the reason to each chat, and keeps what TEM told about the instances', async () => {
    const crash = { ...CRASH, detailStatus: HOSTILE };
    const world = await openExampleWorld(of({ behaviour: { crash } }));
    const { received, secrets } = await startChats();
    const run = await world.run('tem-notify.yml', PUSH, { secrets });
    expect(ends(run)).toEqual(['deploy: failure', 'notify: success']);
    const { message = '' } = run.job('deploy').outputs;
    expect(message).toContain('CrashLoopBackOff');
    const { text } = received.SLACK as { text: string };
    expect(text).toContain(message);
    expect(received).toEqual({
      WECOM: { msgtype: 'text', text: { content: text } },
      FEISHU: { msg_type: 'text', content: { text } },
      SLACK: { text },
    });
    expect(JSON.stringify(received)).not.toContain('owned;');
    const kept = world.artifacts.get('failed-instances')?.['failed-instances.json'];
    expect(JSON.parse(String(kept))).toContainEqual(
      expect.objectContaining({ state: 'CrashLoopBackOff' }),
    );
  });

  it('sends nothing if the deployment succeeds, or to a chat that is not set up', async () => {
    const world = await openExampleWorld();
    const { received, secrets } = await startChats();
    const good = await world.run('tem-notify.yml', PUSH, { secrets });
    expect(ends(good)).toEqual(['deploy: success', 'notify: skipped']);
    shop(world.simulator).behaviour.crash = CRASH;
    const bad = await world.run('tem-notify.yml', PUSH);
    expect(ends(bad)).toEqual(['deploy: failure', 'notify: success']);
    expect(received).toEqual({});
  });

  it('fails if a chat refuses the message', async () => {
    const world = await openExampleWorld(of({ behaviour: { crash: CRASH } }));
    const { received, secrets } = await startChats({ WECOM: { errcode: 93_000 } });
    const run = await world.run('tem-notify.yml', PUSH, { secrets });
    expect(ends(run)).toEqual(['deploy: failure', 'notify: failure']);
    expect(Object.keys(received).sort()).toEqual(['FEISHU', 'SLACK', 'WECOM']);
  });
});

describe('tem-smoke-test.yml', () => {
  it.each([
    ['pass', 'success', 'v2.4.0'],
    ['fail', 'failure', 'v2.3.9'],
  ])('tests the new instance alone: %s', async (kind, result, version) => {
    const world = await openExampleWorld();
    const repository = {
      'smoke-test.sh': script(`echo "tested $1"; ${kind === 'pass' ? 'true' : 'false'}`),
    };
    const run = await world.run('tem-smoke-test.yml', dispatch({ version: 'v2.4.0' }), {
      repository,
    });
    expect(ends(run)).toEqual([`deploy: ${result}`]);
    const [, beta, test] = run.job('deploy').steps;
    const instances = JSON.parse(beta?.outputs.instances ?? '') as Record<string, string>[];
    expect(instances).toHaveLength(6);
    const fresh = instances.filter((each) => each.version === 'v2.4.0').map(({ ip }) => ip);
    expect(fresh).toHaveLength(1);
    expect(test?.log).toBe(`tested http://${fresh[0]}:8080\n`);
    const served = shop(world.simulator).pods();
    expect([...new Set(served.map(({ deployVersion }) => deployVersion))]).toEqual([version]);
  });
});

describe('tem-if-changed.yml', () => {
  it('deploys and announces a new version, and nothing the second time', async () => {
    const world = await openExampleWorld();
    const repository = { VERSION: 'v2.4.0\n' };
    const first = await world.run('tem-if-changed.yml', PUSH, { repository });
    expect(ends(first)).toEqual(['check: success', 'deploy: success', 'announce: success']);
    expect(first.job('announce').steps[0]?.summary).toContain('v2.4.0');
    const kept = world.artifacts.get('deployment')?.['deployment.json'];
    expect(JSON.parse(String(kept))).toMatchObject({ status: 'succeeded', changed: true });

    const second = await world.run('tem-if-changed.yml', PUSH, { repository });
    expect(ends(second)).toEqual(['check: success', 'deploy: success', 'announce: skipped']);
    expect(shop(world.simulator).rollouts).toHaveLength(1);
  });

  it('asks for no approval of what is blocked', async () => {
    const world = await openExampleWorld(of({ deployMode: 'IMAGE' }));
    const beta = { DeployStrategyType: 'BETA', BetaBatchNum: 1, TotalBatchCount: 2 };
    shop(world.simulator).startRollout({ DeployVersion: 'v2.3.10', ...beta });
    world.pass(60);
    const asked: string[] = [];
    const run = await world.run('tem-if-changed.yml', PUSH, {
      repository: { VERSION: 'v2.4.0\n' },
      approve: (environment) => asked.push(environment) > 0,
    });
    expect(ends(run)).toEqual(['check: failure', 'deploy: skipped', 'announce: skipped']);
    expect(asked).toEqual([]);
  });
});

describe('tem-background.yml', () => {
  it.each([
    ['success', {}],
    ['failure', { behaviour: { crash: CRASH } }],
  ])('works while the rollout goes on, and ends as it does: %s', async (result, seed) => {
    const { run, simulator } = await openExampleWorld(of(seed));
    const repository = { 'publish-docs.sh': script('echo published') };
    const ended = await run('tem-background.yml', PUSH, { repository });
    expect(ends(ended)).toEqual([`deploy: ${result}`]);
    const { steps } = ended.job('deploy');
    expect(steps.map(({ title, id }) => [title, id]).slice(1, 3)).toEqual([
      ['./publish-docs.sh', expect.any(String)],
      ['OWNER/REPO/tem/rolling-update@v1', 'deploy'],
    ]);
    const { message = '' } = steps[2]?.outputs ?? {};
    expect(message).not.toBe('');
    expect(steps.at(-1)?.summary).toContain(message);
    expect(shop(simulator).deployVersion).toBe(result === 'success' ? SHA : 'v2.3.9');
  });
});

describe('tem-wait-later.yml', () => {
  it.each([
    [0, 'success'],
    [1, 'failure'],
  ])('waits for the rollout that it started (other work: %d)', async (code, docs) => {
    const world = await openExampleWorld();
    const run = await world.run('tem-wait-later.yml', dispatch({ version: 'v2.4.0' }), {
      repository: { 'publish-docs.sh': script(`exit ${code}`) },
    });
    expect(ends(run)).toEqual(['start: success', `docs: ${docs}`, 'finish: success']);
    expect(shop(world.simulator).deployVersion).toBe('v2.4.0');
    expect(run.job('finish').steps[0]?.outputs).toMatchObject({
      ...{ status: 'succeeded', 'revision-id': shop(world.simulator).revisionId },
    });
    expectAllowed(world, 'tem-rolling-update', 'tem-wait');
  });
});

describe('tem-package.yml', () => {
  it('loads the package from the URL, which says when it expires', async () => {
    const name = 'tem/pkg/shop.jar';
    const objects = { [name]: 'the shop' };
    const world = await openExampleWorld({
      ...of({ deployMode: 'JAR', pkgName: name }),
      cos: { buckets: [{ name: 'tem-ap-guangzhou-1300000000', objects }] },
    });
    const inputs = { package: name, version: 'v2.3.9' };
    const repository = { 'scan.sh': script('cat "$1"') };
    const run = await world.run('tem-package.yml', dispatch(inputs), { repository });
    expect(ends(run)).toEqual(['scan: success']);
    expect(run.job('scan').steps.at(-1)?.log).toMatch(/ \d{4}-\d\d-\d\dT[\d:]+Z\.\nthe shop$/);
    expectAllowed(world, 'tem-package-url');
  });
});

describe('dlc-large-report.yml', () => {
  it('fetches in a later job what an earlier one asked for', async () => {
    const taskId = '20aadca2d4b511ef9ffa525400ba9019';
    const world = await openExampleWorld({ dlc: { tasks: [{ taskId, content: 'a\nb\n' }] } });
    const run = await world.run('dlc-large-report.yml', dispatch({ task: taskId }));
    expect(ends(run)).toEqual(['start: success', 'fetch: success']);
    expect(run.job('fetch').steps.at(-1)?.log).toMatch(/^2 \//);
    expectAllowed(world, 'dlc-result-download');
  });
});
