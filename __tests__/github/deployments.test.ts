import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Agent } from 'undici';
import { createDeploymentsClient } from '../../src/github/deployments.ts';
import { readWorkflowRun } from '../../src/github/workflow-run.ts';
import type { GithubApi } from '../support/github-api.ts';
import { startGithubApi } from '../support/github-api.ts';

const RUN = readWorkflowRun({
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'octo-org/shop',
  GITHUB_SHA: 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678',
  GITHUB_RUN_ID: '77',
});

const COMMIT = { ref: RUN.sha };

let github: GithubApi;
let dispatcher: Agent;
let loads = 0;

beforeEach(async () => {
  github = await startGithubApi();
  dispatcher = new Agent();
  loads = 0;
});

afterEach(async () => {
  await dispatcher.destroy();
  await github.close();
});

function open(token = github.token, timeout = new AbortController().signal) {
  const load = () => {
    loads += 1;
    return import('@actions/github');
  };
  const connection = { baseUrl: github.url, dispatcher, timeout: () => timeout };
  return { connect: () => createDeploymentsClient(load, connection)(token, RUN) };
}

describe('GitHub Deployments', () => {
  it('are created for the commit alone: no checks, no merge', async () => {
    const id = await (await open().connect()).create('production', COMMIT);
    expect(github.deployments.map(({ id: kept, request }) => [kept, request])).toEqual([
      [
        id,
        {
          ref: 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678',
          environment: 'production',
          auto_merge: false,
          required_contexts: [],
        },
      ],
    ]);
  });

  it('say what kind of environment it is, if that is given', async () => {
    const deployments = await open().connect();
    await deployments.create('preview', { ref: 'v2', isProduction: false, isTransient: true });
    expect(github.deployments[0]?.request).toMatchObject({
      ref: 'v2',
      production_environment: false,
      transient_environment: true,
    });
  });

  it('get statuses with links, and no more text than GitHub keeps', async () => {
    const deployments = await open().connect();
    const id = github.add();
    const shop = 'https://shop.example';
    await deployments.addStatus(id, {
      state: 'success',
      description: 'x'.repeat(500),
      environmentUrl: shop,
    });
    await deployments.addStatus(id, {
      state: 'failure',
      description: 'a\nb',
      environmentUrl: undefined,
    });
    const links = { log_url: 'https://github.com/octo-org/shop/actions/runs/77' };
    expect(github.deployments[0]?.statuses).toEqual([
      {
        ...links,
        state: 'success',
        description: `${'x'.repeat(139)}…`,
        environment_url: shop,
      },
      { ...links, state: 'failure', description: 'a b' },
    ]);
  });

  it('load the client only when they are opened', async () => {
    const { connect } = open();
    expect(loads).toBe(0);
    await connect();
    expect(loads).toBe(1);
  });

  it('reject with what GitHub says', async () => {
    const deployments = await open('ghs_wrong').connect();
    await expect(deployments.create('production', COMMIT)).rejects.toMatchObject({
      status: 401,
      message: expect.stringContaining('Bad credentials'),
    });
  });

  it.each([502, 503, 'cut'] as const)(
    'are asked for again after one failure: %j',
    async (fault) => {
      const deployments = await open().connect();
      github.fault = fault;
      const id = await deployments.create('production', COMMIT);
      github.fault = fault;
      await deployments.addStatus(id, {
        state: 'success',
        description: '',
        environmentUrl: undefined,
      });
      expect(github.deployments).toHaveLength(1);
      expect(github.deployments[0]?.statuses).toHaveLength(1);
      expect(github.requests).toHaveLength(4);
    },
  );

  it.each([403, 404, 422])('are not asked for again after a refusal: %d', async (status) => {
    const deployments = await open().connect();
    github.refusal = { status, message: 'No' };
    await expect(deployments.create('production', COMMIT)).rejects.toMatchObject({ status });
    expect(github.requests).toHaveLength(1);
  });

  it('show a page that comes with a success by its title', async () => {
    const deployments = await open().connect();
    github.fault = 200;
    await expect(deployments.create('production', COMMIT)).rejects.toThrow(/^[^<{]*"Bad Gateway"$/);
  });

  it('do not take a page for a status that was added', async () => {
    const deployments = await open().connect();
    const id = github.add();
    github.fault = 200;
    const status = { state: 'success', description: '', environmentUrl: undefined } as const;
    await expect(deployments.addStatus(id, status)).rejects.toThrow(/"Bad Gateway"$/);
  });

  it('reject where GitHub merged instead of deploying', async () => {
    github.refusal = { status: 202, message: 'Auto-merged main into v1' };
    const deployments = await open().connect();
    await expect(deployments.create('production', COMMIT)).rejects.toThrow('Auto-merged');
  });

  it('reject at the time limit', async () => {
    github.isSilent = true;
    const deployments = await open(github.token, AbortSignal.abort()).connect();
    await expect(deployments.create('production', COMMIT)).rejects.toThrow();
  });
});
