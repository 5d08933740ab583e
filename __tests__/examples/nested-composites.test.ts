import { expect, describe, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_APPLICATION } from '../../simulator/index.ts';
import { sharedTime } from '../support/process/shared-time.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { JobRun } from '../support/workflow/model.ts';
import { openExampleWorld, PUSH } from './example-world.ts';

const folder = temporaryFolder();

const APPLICATION = DEMO_APPLICATION.applicationId;
const KEYS = `
      TENCENTCLOUD_SECRET_ID: \${{ secrets.TENCENTCLOUD_SECRET_ID }}
      TENCENTCLOUD_SECRET_KEY: \${{ secrets.TENCENTCLOUD_SECRET_KEY }}`;

/** A job that deploys through a composite action of the repository; `more` is below \`with:\`. */
const workflow = (action: string, env: string, more: readonly string[]) => `
name: Deploy
on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    env:${env || ' {}'}
    steps:
      - uses: actions/checkout@v7
      - id: release
        uses: ./.github/actions/${action}
        with:
          ${more.join('\n          ')}
`;

/** A composite action with one step, which gets these values. */
const composite = (inputs: readonly string[], uses: string, values: Record<string, string>) => `
name: Composite
inputs:
${inputs.map((name) => `  ${name}:\n    required: false`).join('\n')}
outputs:
  status:
    value: \${{ steps.inner.outputs.status }}
runs:
  using: composite
  steps:
    - id: inner
      uses: ${uses}
      with:
${Object.entries(values)
  .map(([name, value]) => `        ${name}: ${value}`)
  .join('\n')}
`;

const input = (name: string) => `\${{ inputs.${name} }}`;

/** The composite action that deploys, and one around it that has inputs of other names. */
const REPOSITORY = {
  '.github/actions/deploy/action.yml': composite(
    ['id', 'key', 'application-id', 'version'],
    'OWNER/REPO/tem/rolling-update@v1',
    {
      'secret-id': input('id'),
      'secret-key': input('key'),
      region: 'ap-guangzhou',
      'application-id': input('application-id'),
      'environment-id': DEMO_APPLICATION.environmentId,
      'deploy-version': input('version'),
      'on-cancel': 'revert',
    },
  ),
  '.github/actions/release/action.yml': composite(
    ['keys-id', 'keys-secret', 'version', 'application-id'],
    './.github/actions/deploy',
    {
      id: input('keys-id'),
      key: input('keys-secret'),
      'application-id': APPLICATION,
      version: input('version'),
    },
  ),
};

const OF_SECRETS = {
  deploy: [
    'id: ${{ secrets.TENCENTCLOUD_SECRET_ID }}',
    'key: ${{ secrets.TENCENTCLOUD_SECRET_KEY }}',
    `application-id: ${APPLICATION}`,
    'version: v2.4.0',
  ],
  release: [
    'keys-id: ${{ secrets.TENCENTCLOUD_SECRET_ID }}',
    'keys-secret: ${{ secrets.TENCENTCLOUD_SECRET_KEY }}',
    // Another application of the outer action, whose ID the deployment does not use.
    'application-id: app-other001',
    'version: v2.4.0',
  ],
};

/** Runs the job; the process of the step is killed after `killedAfter` seconds. */
async function deploy(
  action: keyof typeof OF_SECRETS,
  { env = '', killedAfter }: { env?: string; killedAfter?: number } = {},
) {
  const time = sharedTime();
  const world = await openExampleWorld({}, time);
  const path = join(folder(), 'deploy.yml');
  const inputs = OF_SECRETS[action].filter((line) => env === '' || !/^(?:keys-|id|key)/.test(line));
  writeFileSync(path, workflow(action, env, inputs));
  const run = await world.run(path, PUSH, {
    repository: REPOSITORY,
    inProcesses: killedAfter !== undefined,
    onStart: (child) => {
      if (killedAfter !== undefined) time.signalAfter(killedAfter, child, 'SIGKILL');
    },
  });
  const application = world.simulator.tem.application(APPLICATION);
  return { application, job: run.job('deploy') };
}

const postInputs = ({ posts }: JobRun) => posts.map(({ inputs }) => inputs);

describe('A step in a composite action', () => {
  it.each(['deploy', 'release'] as const)(
    'deploys and hands on its outputs: %s',
    async (action) => {
      const { application, job } = await deploy(action);
      expect(job).toMatchObject({ result: 'success', posts: [{ outcome: 'success' }] });
      expect(job.steps.at(-1)).toMatchObject({ id: 'release', outputs: { status: 'succeeded' } });
      expect(application.deployVersion).toBe('v2.4.0');
    },
  );

  it('gets its inputs again in post, where nothing is nested', async () => {
    const { application, job } = await deploy('deploy', { killedAfter: 15 });
    expect(postInputs(job)).toMatchObject([
      { 'application-id': APPLICATION, 'deploy-version': 'v2.4.0' },
    ]);
    expect(job).toMatchObject({ result: 'failure', posts: [{ outcome: 'success' }] });
    expect(application.rollouts).toMatchObject([{ state: 'reverted' }]);
  });
});

describe('A step in a nested composite action', () => {
  it('gets inputs of the outermost action in post, and none that this one does not have', async () => {
    const { application, job } = await deploy('release', { killedAfter: 15 });
    expect(postInputs(job)).toMatchObject([
      {
        ...{ 'secret-id': '', 'secret-key': '' },
        ...{ 'application-id': 'app-other001', 'deploy-version': 'v2.4.0' },
      },
    ]);
    // Its keys were inputs: the error names the rollout, and asks for keys in the variables.
    expect(job.posts).toMatchObject([{ outcome: 'failure' }]);
    expect(job.posts[0]?.log).toContain(application.revisionId);
    expect(job.posts[0]?.summary).toContain('uses: OWNER/REPO/tem/revert@v1');
    expect(application.rollouts).toMatchObject([{ state: 'deploying' }]);
  });

  it('is rolled back in post with the keys of the job, and its own target', async () => {
    const { application, job } = await deploy('release', { env: KEYS, killedAfter: 15 });
    expect(postInputs(job)).toMatchObject([{ 'application-id': 'app-other001' }]);
    expect(job).toMatchObject({ result: 'failure', posts: [{ outcome: 'success' }] });
    expect(application.rollouts).toMatchObject([{ state: 'reverted' }]);
  });
});
