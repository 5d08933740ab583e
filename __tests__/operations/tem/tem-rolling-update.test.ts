import { afterEach, describe, expect, it } from '@jest/globals';
import type { Behaviour } from '../../../simulator/index.ts';
import { SECRET_MARK } from '../../../simulator/index.ts';
import { annotated, closeWorlds, count, events, secondsOf, startWorld, UPDATE } from '../world.ts';

const TRIGGER = 'RollingUpdateApplicationByVersion';
const RESUME = 'ResumeDeployApplication';
const BETA = { ...UPDATE, 'deploy-strategy': 'BETA', 'beta-batch-num': '1' };
const MANUAL = { ...UPDATE, 'deploy-strategy': 'MANUAL', 'total-batch-count': '3' };
const BOTH: Behaviour['waitsOn'][] = ['finished-batch', 'next-batch'];

afterEach(closeWorlds);

describe('a rolling update', () => {
  it('AUTO ends as succeeded when all instances are healthy, seen twice', async () => {
    const world = await startWorld({ instances: 3 });
    const before = world.application.revisionId;
    const run = await world.run({ ...UPDATE, 'deploy-strategy': 'AUTO' });
    expect(run).toMatchObject({
      exitCode: 0,
      annotations: [],
      outputs: {
        status: 'succeeded',
        'previous-version': 'v2.3.9',
        'revision-id': world.application.revisionId,
        'duration-seconds': String(Math.round(run.seconds)),
      },
    });
    expect(run.outputs['revision-id']).not.toBe(before);
    expect(run.outputs).not.toHaveProperty('download-url');
    expect(count(run, TRIGGER)).toBe(1);
    expect(run.lines.at(-1)).toContain('shop-api is on v2.4.0 (before: v2.3.9)');
  });

  it('sends what the inputs say', async () => {
    const world = await startWorld({ instances: 6 });
    await world.run({
      ...BETA,
      'total-batch-count': '2',
      'batch-interval': '1m',
      'min-available': '1',
      force: 'true',
      from: 'Coding',
      wait: 'false',
    });
    const trigger = world.simulator.calls.find(({ action }) => action === TRIGGER);
    expect(trigger?.parameters).toEqual({
      ApplicationId: 'app-shop0001',
      EnvironmentId: 'en-prod0001',
      DeployVersion: 'v2.4.0',
      DeployStrategyType: 'BETA',
      TotalBatchCount: 2,
      BatchInterval: 60,
      BetaBatchNum: 1,
      MinAvailable: 1,
      Force: true,
      From: 'Coding',
    });
  });

  it('asks for the details of its own revision as soon as that shows', async () => {
    const world = await startWorld({ behaviour: { visibleAfterSeconds: 3 } });
    const run = await world.run(UPDATE);
    const asked = world.simulator.calls
      .filter(({ action }) => action === 'DescribeDeployApplicationDetail')
      .map(({ parameters }) => (parameters as { VersionId?: string }).VersionId);
    const [first, ...later] = [...new Set(asked)];
    expect(first).toBeUndefined();
    expect(later).toEqual([run.outputs['revision-id']]);
  });

  it('AUTO with intervals tells each batch once a state, and the time to the next', async () => {
    const world = await startWorld();
    const inputs = { ...UPDATE, 'total-batch-count': '2', 'batch-interval': '60' };
    const run = await world.run(inputs);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    const lines = events(run).map((line) => line.replace(/^\S+ +/, ''));
    expect(lines.filter((line) => /^batch 1\/2 +healthy +1\/1/.test(line))).toHaveLength(1);
    expect(lines.join('\n')).toMatch(/batch 1\/2 +healthy +1\/1 +next batch in (\d\d s|1 min)/);
    expect(run.seconds).toBeGreaterThan(100);
  });

  it('ends as started with wait: false', async () => {
    const world = await startWorld();
    const run = await world.run({ ...UPDATE, wait: 'false' });
    expect(run).toMatchObject({
      exitCode: 0,
      annotations: [],
      outputs: { status: 'started', 'revision-id': world.application.revisionId },
    });
    expect(world.application.isDeploying).toBe(true);
  });

  it.each(['Done', 'Success', '完成', 'Running'])(
    'succeeds whatever word the cloud has for success (%s)',
    async (finished) => {
      const behaviour = { words: { finished, running: 'Busy' } };
      const world = await startWorld({ behaviour });
      await expect(world.run(UPDATE)).resolves.toMatchObject({ exitCode: 0 });
    },
  );

  it('shows an unknown status of a batch as the cloud says it', async () => {
    const world = await startWorld();
    world.intercept((action, answer) =>
      action === 'DescribeDeployApplicationDetail' && world.application.isDeploying
        ? (JSON.parse(
            JSON.stringify(answer).replaceAll('"Deploying"', '"Hibernating"'),
          ) as typeof answer)
        : undefined,
    );
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(events(run)[0]).toMatch(/batch 1\/1 {3}Hibernating 0\/2/);
  });

  it('counts pods and gives the ID where the cloud tells neither number nor name', async () => {
    const world = await startWorld();
    const silent = { ApplicationName: null, CurrentInstances: null };
    world.intercept((action, answer) =>
      action === 'DescribeApplicationInfo'
        ? { ...answer, Result: { ...(answer.Result as object), ...silent } }
        : undefined,
    );
    const run = await world.run(UPDATE);
    expect(run.exitCode).toBe(0);
    expect(run.lines[1]).toContain('▸ Target        app-shop0001 in en-prod0001');
    expect(run.lines[1]).toContain('2 instances of v2.3.9');
    expect(run.lines.at(-1)).toContain('app-shop0001 is on v2.4.0');
  });

  it('of an application that has no version yet says so', async () => {
    const world = await startWorld({ deployVersion: '' });
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.outputs).not.toHaveProperty('previous-version');
    expect(run.lines.join('\n')).toContain('2 instances of no version yet');
    expect(run.lines.at(-1)).not.toContain('before');
  });
});

describe('a BETA rollout', () => {
  it('stops green where the beta batch waits for confirmation, with a notice', async () => {
    const world = await startWorld();
    const run = await world.run(BETA);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'waiting' } });
    expect(run.annotations).toHaveLength(1);
    expect(run.annotations[0]).toMatchObject({
      kind: 'notice',
      title: 'shop-api waits for confirmation',
    });
    expect(annotated(run)).toContain('operation: tem-resume');
    expect(annotated(run)).toContain(`revision-id: ${world.application.revisionId}`);
    expect(run.calls).not.toContain(RESUME);
    expect(run.summary).toContain('⏸️');
    expect(run.summary).toContain(
      '| beta | 1/1 | ✅ healthy | 18 s |\n| confirmation |  | ⏸️ waits for it |',
    );
  });

  it('does not stop while the beta batch is not healthy', async () => {
    const crash = { status: 'CrashLoopBackOff', afterSeconds: 21, forSeconds: 60 };
    const world = await startWorld({ behaviour: { crash } });
    const run = await world.run({ ...BETA, 'poll-interval': '30s' });
    expect(run.outputs.status).toBe('waiting');
    expect(run.seconds).toBeGreaterThan(81);
  });
});

describe.each(BOTH)('on-waiting: resume, where %s waits', (waitsOn) => {
  it.each([
    { name: 'BETA', inputs: BETA, confirmations: 1 },
    { name: 'MANUAL', inputs: MANUAL, confirmations: 2 },
  ])('$name is confirmed once a batch', async ({ inputs, confirmations }) => {
    const world = await startWorld({ instances: 3, behaviour: { waitsOn } });
    const run = await world.run({ ...inputs, 'on-waiting': 'resume' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(count(run, RESUME)).toBe(confirmations);
    const confirmed = events(run).filter((line) => line.includes('confirmed'));
    expect(confirmed).toHaveLength(confirmations);
  });

  it.each(['reset-after', 'truncated-json', 'api-error-after'] as const)(
    'an answer that is lost (%s) confirms nothing twice',
    async (kind) => {
      const world = await startWorld({ behaviour: { waitsOn } });
      world.simulator.faults.inject({ kind, action: RESUME });
      const run = await world.run({ ...BETA, 'on-waiting': 'resume' });
      expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
      expect(count(run, RESUME)).toBe(1);
    },
  );

  it('"false" fails after half a minute where the rollout still waits', async () => {
    const world = await startWorld({ behaviour: { waitsOn, resumeSucceeds: false } });
    const run = await world.run({ ...BETA, 'on-waiting': 'resume' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(count(run, RESUME)).toBe(1);
    expect(annotated(run)).toContain('the rollout still waits for confirmation');
    expect(annotated(run)).toMatch(/TEM answered "false" \(RequestId [0-9a-f-]{36}\)/);
    expect(annotated(run)).toContain('operation: tem-resume');
    expect(run.seconds - (secondsOf(world, RESUME)[0] ?? 0)).toBeGreaterThanOrEqual(30);
    expect(run.seconds - (secondsOf(world, RESUME)[0] ?? 0)).toBeLessThanOrEqual(33);
  });

  it('"false" is no failure where somebody else was faster', async () => {
    const world = await startWorld({ behaviour: { waitsOn, resumeSucceeds: false } });
    world.beforeCall((action) => {
      if (action === RESUME) world.application.resume();
    });
    const run = await world.run({ ...BETA, 'on-waiting': 'resume' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(count(run, RESUME)).toBe(1);
  });

  it('an answer that is lost, and looks that fail after it, decide nothing', async () => {
    const world = await startWorld({ behaviour: { waitsOn } });
    world.simulator.faults.inject({ kind: 'reset-after', action: RESUME });
    world.beforeCall((action) => {
      const fault = { kind: 'http-502-html', action: 'DescribeApplicationInfo', times: 5 } as const;
      if (action === RESUME) world.simulator.faults.inject(fault);
    });
    const run = await world.run({ ...BETA, 'on-waiting': 'resume' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(count(run, RESUME)).toBe(1);
  });

  it('a confirmation that TEM forbids ends as failed, with a hint', async () => {
    const world = await startWorld({ behaviour: { waitsOn } });
    const code = 'UnauthorizedOperation';
    world.simulator.faults.inject({ kind: 'api-error', action: RESUME, code });
    const run = await world.run({ ...BETA, 'on-waiting': 'resume' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(annotated(run)).toContain(`allow tem:${RESUME} for the caller`);
    expect(world.application.isDeploying).toBe(true);
  });
});

describe('a rolling update of a package', () => {
  const JAR = { ...UPDATE, 'package-name': 'shop-2.4.0.jar', 'source-channel': '7' };

  it('gives its download URL, in outputs alone', async () => {
    const world = await startWorld({ deployMode: 'JAR' });
    const run = await world.run(JAR);
    expect(run).toMatchObject({
      exitCode: 0,
      outputs: {
        'package-name': 'shop-2.4.0.jar',
        'previous-package-name': expect.stringContaining('shop-api-v2.3.9.jar'),
        'download-url': expect.stringContaining(SECRET_MARK),
      },
    });
    expect(JSON.stringify([run.lines, run.annotations, run.debug])).not.toContain(SECRET_MARK);
    expect(run.summary).not.toContain(SECRET_MARK);
    expect(run.masks.join()).not.toContain(SECRET_MARK);
    const { parameters } = world.simulator.calls.at(-1) ?? {};
    expect(parameters).toEqual({
      ApplicationId: 'app-shop0001',
      PkgName: 'shop-2.4.0.jar',
      DeployVersion: 'v2.4.0',
      SourceChannel: 7,
    });
  });

  it('masks the URL where it is asked to, and leaves it out of the result', async () => {
    const world = await startWorld({ deployMode: 'JAR' });
    const run = await world.run({ ...JAR, 'mask-download-url': 'true' });
    const url = run.outputs['download-url'] ?? '';
    expect(url).toContain(SECRET_MARK);
    expect(run.masks).toContain(url);
    expect(run.outputs.result).not.toContain(SECRET_MARK);
  });

  it.each([
    { what: 'no URL', code: undefined, says: 'TEM gave none for this package.' },
    { what: 'an error', code: 'ResourceNotFound.MicroserviceOffline', says: 'MicroserviceOffline' },
  ])('succeeds with a warning where TEM gives $what', async ({ code, says }) => {
    const world = await startWorld({ deployMode: 'JAR', behaviour: { packageUrl: null } });
    const action = 'GenerateApplicationPackageDownloadUrl';
    if (code) world.simulator.faults.inject({ kind: 'api-error', action, code });
    const run = await world.run(JAR);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(run.annotations).toHaveLength(1);
    expect(run.annotations[0]).toMatchObject({ kind: 'warning', title: 'No download URL' });
    expect(annotated(run)).toContain('The rollout is not affected.');
    expect(annotated(run)).toContain(says);
  });

  it('asks for no URL where it does not succeed', async () => {
    const world = await startWorld({ deployMode: 'JAR', behaviour: { neverReady: true } });
    const run = await world.run({ ...JAR, timeout: '1m' });
    expect(run.outputs.status).toBe('timed-out');
    expect(run.calls).not.toContain('GenerateApplicationPackageDownloadUrl');
  });
});
