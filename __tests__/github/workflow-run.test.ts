import { describe, expect, it } from '@jest/globals';
import { describeRun, readWorkflowRun } from '../../src/github/workflow-run.ts';

const SHA = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';
const ENV = {
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'octo-org/shop',
  GITHUB_SHA: SHA,
  GITHUB_ACTOR: 'octocat',
  GITHUB_RUN_ID: '9876543210',
  GITHUB_RUN_NUMBER: '77',
};

function described(env: NodeJS.ProcessEnv): string {
  return describeRun(readWorkflowRun(env));
}

describe('the run of a workflow', () => {
  it('is described with links to the commit and the run', () => {
    expect(described(ENV)).toBe(
      `[\`a1b2c3d\`](<https://github.com/octo-org/shop/commit/${SHA}>) by octocat, ` +
        '[run 77](<https://github.com/octo-org/shop/actions/runs/9876543210>)',
    );
  });

  it('is on the server that the runner belongs to', () => {
    const run = readWorkflowRun({ ...ENV, GITHUB_SERVER_URL: 'https://github.example.com/' });
    expect(run.commitUrl).toBe(`https://github.example.com/octo-org/shop/commit/${SHA}`);
    expect(run.runUrl).toBe('https://github.example.com/octo-org/shop/actions/runs/9876543210');
  });

  it.each([
    ['nothing outside of a runner', {}, ''],
    ['no link without a server', { ...ENV, GITHUB_SERVER_URL: '' }, '`a1b2c3d` by octocat, run 77'],
    [
      'no link to what is no server',
      { ...ENV, GITHUB_SERVER_URL: 'javascript:alert(1)' },
      '`a1b2c3d` by octocat, run 77',
    ],
    [
      'no commit that is none',
      { GITHUB_SHA: '](https://evil.example)', GITHUB_ACTOR: 'octocat' },
      'by octocat',
    ],
    [
      'an actor of any name as text',
      { GITHUB_ACTOR: '<b>[x](y)|@me' },
      'by &lt;b&gt;\\[x\\](y)&#124;@&#8203;me',
    ],
  ])('has %s', (_, env, shown) => {
    expect(described(env)).toBe(shown);
  });
});
