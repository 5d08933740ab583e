import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDeployedCommit, readDeployedRun } from '../../src/github/deployed-commit.ts';

const SHA = 'a'.repeat(40);
const HEAD = 'b'.repeat(40);

const folder = mkdtempSync(join(tmpdir(), 'event-'));
const path = join(folder, 'event.json');

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the commit that is deployed', () => {
  it.each([
    ['a pull request', { pull_request: { head: { sha: HEAD } } }, HEAD],
    ['a workflow run', { workflow_run: { head_sha: HEAD } }, HEAD],
    ['a push', { after: HEAD }, SHA],
    ['a pull request without a commit', { pull_request: { head: { sha: 'main' } } }, SHA],
    ['a payload of another kind', 'text', SHA],
  ])('of %s', (_, payload, commit) => {
    writeFileSync(path, JSON.stringify(payload));
    expect(readDeployedCommit({ GITHUB_SHA: SHA, GITHUB_EVENT_PATH: path })).toBe(commit);
  });

  it('is the one that the summary links to', () => {
    writeFileSync(path, JSON.stringify({ pull_request: { head: { sha: HEAD } } }));
    const server = 'https://github.com';
    const run = readDeployedRun({
      ...{ GITHUB_SHA: SHA, GITHUB_EVENT_PATH: path },
      ...{ GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: 'octo-org/shop' },
    });
    expect(run).toMatchObject({
      mergeSha: SHA,
      sha: HEAD,
      commitUrl: `${server}/octo-org/shop/commit/${HEAD}`,
    });
  });

  it('is GITHUB_SHA without a payload that can be read', () => {
    writeFileSync(path, '{');
    expect(readDeployedCommit({ GITHUB_SHA: SHA, GITHUB_EVENT_PATH: path })).toBe(SHA);
    expect(readDeployedCommit({ GITHUB_SHA: SHA, GITHUB_EVENT_PATH: join(folder, 'no') })).toBe(
      SHA,
    );
    expect(readDeployedCommit({ GITHUB_SHA: SHA })).toBe(SHA);
    expect(readDeployedCommit({})).toBe('');
  });
});
