import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GithubApi } from '../support/github-api.ts';
import { startGithubApi } from '../support/github-api.ts';
import { annotations } from './expectations.ts';
import type { RunMore, TimedRun, World } from './world.ts';
import { closeWorlds, openWorld } from './world.ts';

let github: GithubApi;

beforeEach(async () => {
  github = await startGithubApi();
});

afterEach(async () => {
  await closeWorlds();
  await github.close();
});

const UPDATE = { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0' };
const BETA = { ...UPDATE, 'deploy-strategy': 'BETA', 'beta-batch-num': '1' };
const RECORDED = { 'github-environment': 'production', 'environment-url': 'https://shop.example' };
const LOG_URL = 'https://github.com/octo-org/shop/actions/runs/77';

/** Runs a step that may talk to GitHub; its token may stand nowhere. */
function run(world: World, inputs: Record<string, string>, more: RunMore = {}): Promise<TimedRun> {
  const env = { GITHUB_API_URL: github.url, ...more.env };
  const secrets = () => [github.token];
  const token = { 'github-token': github.token };
  return world.run({ ...token, ...inputs }, { ...more, env, secrets });
}

function statesOf(index = 0): unknown[] {
  return github.deployments[index]?.statuses.map(({ state }) => state) ?? [];
}

describe('A GitHub Deployment', () => {
  it('is created for the commit, in progress, and a success in the end', async () => {
    const world = await openWorld({ inProcess: true });
    const step = await run(world, { ...UPDATE, ...RECORDED });
    expect(step).toMatchObject({ exitCode: 0, stderr: '' });
    expect(github.deployments).toHaveLength(1);
    expect(github.deployments[0]?.request).toEqual({
      ref: 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678',
      environment: 'production',
      auto_merge: false,
      required_contexts: [],
    });
    const common = { log_url: LOG_URL, environment_url: 'https://shop.example' };
    expect(github.deployments[0]?.statuses).toEqual([
      { ...common, state: 'in_progress', description: expect.any(String) },
      { ...common, state: 'success', description: expect.any(String) },
    ]);
    expect(step.outputs['github-deployment-id']).toBe(String(github.deployments[0]?.id));
    expect(JSON.parse(step.outputs.result ?? '')).toHaveProperty('github-deployment-id');

    const asked = github.requests.length;
    const post = await run(world, { ...UPDATE, ...RECORDED }, { state: step.state });
    expect(post).toMatchObject({ exitCode: 0, stdout: '' });
    expect(github.requests).toHaveLength(asked);
  });

  it('is not made if the target is not found', async () => {
    const world = await openWorld({ inProcess: true });
    const step = await run(world, { ...UPDATE, ...RECORDED, 'application-id': 'app-nosuch01' });
    expect(step.exitCode).toBe(1);
    expect(github.requests).toEqual([]);
  });

  it('is of the head of a pull request, or of github-ref', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'event-'));
    const event = join(folder, 'event.json');
    const head = 'b'.repeat(40);
    writeFileSync(event, JSON.stringify({ pull_request: { head: { sha: head } } }));
    const env = { GITHUB_EVENT_PATH: event };
    const world = await openWorld({ inProcess: true });
    const preview = { 'github-production': 'false', 'github-transient': 'true' };
    await run(world, { ...UPDATE, ...RECORDED, ...preview }, { env });
    await run(world, { operation: 'tem-wait', ...RECORDED, 'github-ref': 'v2' }, { env });
    rmSync(folder, { recursive: true });
    expect(github.deployments.map(({ request }) => request.ref)).toEqual([head, 'v2']);
    expect(github.deployments[0]?.request).toMatchObject({
      production_environment: false,
      transient_environment: true,
    });
  });

  it('is a success once the rollout succeeded, although the download failed', async () => {
    const world = await openWorld({
      inProcess: true,
      application: { deployMode: 'JAR', pkgName: 'shop.jar' },
    });
    world.simulator.faults.inject({
      kind: 'api-error',
      action: 'GenerateApplicationPackageDownloadUrl',
      code: 'InternalError',
      times: 99,
    });
    const step = await run(world, {
      ...{ ...UPDATE, ...RECORDED, 'package-name': 'shop.jar', 'download-path': 'shop.jar' },
      timeout: '10m',
    });
    expect(step.exitCode).toBe(1);
    expect(statesOf()).toEqual(['in_progress', 'success']);
  });

  it('stays in progress where the rollout waits, and a later job goes on with it', async () => {
    const world = await openWorld({ inProcess: true });
    const first = await run(world, { ...BETA, ...RECORDED });
    const id = first.outputs['github-deployment-id'] ?? '';
    expect(first.outputs.status).toBe('waiting');
    expect(statesOf()).toEqual(['in_progress']);
    expect(first.summary).toContain(`github-deployment-id: "${id}"`);
    expect(first.summary).toContain('github-token: ${{ github.token }}');
    expect((await run(world, BETA, { state: first.state })).exitCode).toBe(0);
    expect(statesOf()).toEqual(['in_progress']);

    const second = await run(world, { operation: 'tem-resume', 'github-deployment-id': id });
    expect(second.outputs).toMatchObject({ status: 'succeeded', 'github-deployment-id': id });
    expect(github.deployments).toHaveLength(1);
    expect(statesOf()).toEqual(['in_progress', 'in_progress', 'success']);
  });

  it('is failed by post, which reverts the rollout, where the process was killed', async () => {
    const world = await openWorld();
    const inputs = { ...UPDATE, ...RECORDED, 'on-cancel': 'revert' };
    const step = await run(world, inputs, { signals: [{ signal: 'SIGKILL', after: 15 }] });
    expect(statesOf()).toEqual(['in_progress']);
    const post = await run(world, inputs, { state: step.state });
    expect(post.exitCode).toBe(0);
    expect(world.application).toMatchObject({ deployVersion: 'v2.3.9', isDeploying: false });
    expect(statesOf()).toEqual(['in_progress', 'failure']);
    expect(github.deployments[0]?.statuses[1]).toMatchObject({ log_url: LOG_URL });
  });
});

describe('What GitHub refuses', () => {
  it('is a warning with the permission to give, and the rollout goes on', async () => {
    github.refusal = { status: 403, message: 'Resource not accessible by integration' };
    const world = await openWorld({ inProcess: true });
    const step = await run(world, { ...UPDATE, ...RECORDED });
    expect(step).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' }, stderr: '' });
    expect(step.outputs).not.toHaveProperty('github-deployment-id');
    const warnings = annotations(step, 'warning');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.message).toContain('deployments: write');
  });

  it('is a warning too where GitHub does not answer', async () => {
    github.isSilent = true;
    const world = await openWorld({ inProcess: true });
    const step = await run(world, { ...UPDATE, ...RECORDED }, { isHeld: () => true });
    expect(step).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(annotations(step, 'warning')).toHaveLength(1);
  });
});
