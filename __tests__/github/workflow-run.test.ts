import { describe, expect, it } from '@jest/globals';
import { readWorkflowRun } from '../../src/github/workflow-run.ts';

const SHA = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';
const ENV = {
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'octo-org/shop',
  GITHUB_SHA: SHA,
  GITHUB_ACTOR: 'octocat',
  GITHUB_RUN_ID: '9876543210',
  GITHUB_RUN_NUMBER: '77',
};
const UNKNOWN = { repository: '', sha: '', actor: '', number: '', commitUrl: '', runUrl: '' };

describe('the run of a workflow', () => {
  it('has pages for its commit and for itself', () => {
    expect(readWorkflowRun(ENV)).toEqual({
      repository: 'octo-org/shop',
      sha: SHA,
      actor: 'octocat',
      number: '77',
      commitUrl: `https://github.com/octo-org/shop/commit/${SHA}`,
      runUrl: 'https://github.com/octo-org/shop/actions/runs/9876543210',
    });
  });

  it('is on the server that the runner belongs to', () => {
    const run = readWorkflowRun({ ...ENV, GITHUB_SERVER_URL: 'https://github.example.com/' });
    expect(run.commitUrl).toBe(`https://github.example.com/octo-org/shop/commit/${SHA}`);
    expect(run.runUrl).toBe('https://github.example.com/octo-org/shop/actions/runs/9876543210');
  });

  it('is unknown outside of a runner', () => {
    expect(readWorkflowRun({})).toEqual(UNKNOWN);
  });

  it.each(['', 'javascript:alert(1)'])('has no pages on the server %j', (server) => {
    const run = readWorkflowRun({ ...ENV, GITHUB_SERVER_URL: server });
    expect(run).toMatchObject({ sha: SHA, number: '77', commitUrl: '', runUrl: '' });
  });

  it('has no commit where the variable holds none', () => {
    const env = { GITHUB_SHA: '](https://evil.example)', GITHUB_ACTOR: 'octocat' };
    expect(readWorkflowRun(env)).toEqual({ ...UNKNOWN, actor: 'octocat' });
  });
});
