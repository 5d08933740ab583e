import { describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import type { FindProxyHost } from '../../src/github/id-token.ts';
import { requestIdToken, IdTokenError } from '../../src/github/id-token.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const JOB = {
  ACTIONS_ID_TOKEN_REQUEST_URL: 'https://pipelines.example.com/x?api-version=2.0',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token',
  GITHUB_REPOSITORY: 'octo-org/shop',
};
const PERMISSIONS = ['  permissions:', '    contents: read', '    id-token: write'];
const folder = temporaryFolder();

/** As @actions/core words what went wrong. */
const told = (status: number | undefined, message: string): Error =>
  new Error(
    `Error message: Failed to get ID Token. \n \n        Error Code : ${String(status)}\n \n        Error Message: ${message}`,
  );

const noProxy = () => undefined;

async function refusalOf(
  env: NodeJS.ProcessEnv,
  error: unknown,
  findProxyHost: FindProxyHost = noProxy,
): Promise<IdTokenError> {
  const getIDToken = () => {
    throw error;
  };
  const request = requestIdToken({ getIDToken }, env, 'aud', findProxyHost);
  const refused: unknown = await request.catch((each: unknown) => each);
  if (refused instanceof IdTokenError) return refused;
  throw new Error('another error was expected');
}

describe('an ID token', () => {
  it('is asked for with its audience', async () => {
    const getIDToken = (audience?: string) => Promise.resolve(`token for ${audience ?? ''}`);
    const token = requestIdToken({ getIDToken }, JOB, 'sts', noProxy);
    await expect(token).resolves.toBe('token for sts');
  });

  it.each(['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'])(
    'needs a permission, which the lack of %s tells',
    async (variable) => {
      const refused = await refusalOf({ ...JOB, [variable]: '' }, new Error('not reached'));
      expect(refused.message).toBe('the job may not ask GitHub for an ID token');
      expect(refused.details).toEqual(expect.arrayContaining(PERMISSIONS));
    },
  );

  it('is not for forks', async () => {
    const path = folder('event.json');
    const head = { repo: { full_name: 'somebody/shop' } };
    await writeFile(path, JSON.stringify({ pull_request: { head } }));
    const refused = await refusalOf(
      { GITHUB_REPOSITORY: 'octo-org/shop', GITHUB_EVENT_PATH: path },
      '',
    );
    expect(refused.message).toContain('forks');
    expect(refused.details).toEqual(expect.arrayContaining(PERMISSIONS));
  });

  it('is for pull requests from forks, too, that run with the rights of the repository', async () => {
    const path = folder('event.json');
    const head = { repo: { full_name: 'somebody/shop' } };
    await writeFile(path, JSON.stringify({ pull_request: { head } }));
    const event = { GITHUB_EVENT_NAME: 'pull_request_target', GITHUB_EVENT_PATH: path };
    const refused = await refusalOf({ GITHUB_REPOSITORY: 'octo-org/shop', ...event }, '');
    expect(refused.message).toBe('the job may not ask GitHub for an ID token');
  });

  it('that does not come through a proxy names the proxy', async () => {
    const findProxyHost = (url: string) =>
      url === JOB.ACTIONS_ID_TOKEN_REQUEST_URL ? 'proxy.corp:3128' : undefined;
    const { details } = await refusalOf(JOB, new Error('x'), findProxyHost);
    expect(JSON.stringify(details)).toContain('proxy.corp:3128');
  });

  it.each(['{"pull_request":{"head":{"repo":{"full_name":"octo-org/shop"}}}}', '{}', '{'])(
    'is a matter of the permission where the event is %s',
    async (event) => {
      const path = folder('event.json');
      await writeFile(path, event);
      const env = { GITHUB_REPOSITORY: 'octo-org/shop', GITHUB_EVENT_PATH: path };
      const refused = await refusalOf(env, '');
      expect(refused.message).toBe('the job may not ask GitHub for an ID token');
    },
  );

  it.each([401, 403])('that GitHub refuses (%d) is a matter of the permission', async (status) => {
    const error = told(status, 'no');
    const refused = await refusalOf(JOB, error);
    expect(refused.message).toBe(`GitHub refused to give an ID token (status ${status})`);
    expect(refused.details).toEqual(expect.arrayContaining(PERMISSIONS));
    expect(refused.cause).toBe(error);
  });

  it.each([
    [told(503, 'not now'), ' (status 503)', 'not now'],
    [told(undefined, 'connect ECONNREFUSED'), '', 'connect ECONNREFUSED'],
    [new Error('Error message: Response json body do not have ID Token field'), '', 'json body'],
    ['a text', '', 'a text'],
  ])('that does not come (%s) names the host', async (error, status, reason) => {
    const refused = await refusalOf(JOB, error);
    expect(refused.message).toBe(`GitHub's OIDC service gave no ID token${status}`);
    expect(refused.details.join('\n')).toContain(reason);
    expect(refused.details.join('\n')).toContain('let through to pipelines.example.com');
    expect(refused.details).toHaveLength(2);
  });

  it('may have been asked for at no URL', async () => {
    const refused = await refusalOf(
      { ...JOB, ACTIONS_ID_TOKEN_REQUEST_URL: 'none' },
      new Error('x'),
    );
    expect(refused.details.join('\n')).toMatch(/let through to $/);
  });
});
