import { describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import type { FindProxyHost } from '../../src/github/id-token.ts';
import { requestIdToken, IdTokenError } from '../../src/github/id-token.ts';
import { formatText } from '../../src/text/format-text.ts';
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
      expect(refused.code).toBe('id-token-permission');
      expect(blocksOf(refused)).toEqual([PERMISSIONS]);
    },
  );

  it.each([
    ['a fork', 'somebody/shop', {}, 'id-token-fork'],
    [
      'a fork with the rights of the repository',
      'somebody/shop',
      { GITHUB_EVENT_NAME: 'pull_request_target' },
      'id-token-permission',
    ],
    ['a branch', 'octo-org/shop', {}, 'id-token-permission'],
  ])('is not for a pull request from %s', async (_, repository, event, code) => {
    const path = folder('event.json');
    const head = { repo: { full_name: repository } };
    await writeFile(path, JSON.stringify({ pull_request: { head } }));
    const env = { GITHUB_REPOSITORY: 'octo-org/shop', GITHUB_EVENT_PATH: path, ...event };
    const refused = await refusalOf(env, '');
    expect(refused.code).toBe(code);
    expect(blocksOf(refused)).toEqual([PERMISSIONS]);
  });

  it.each(['{}', '{'])('is a matter of the permission where the event is %s', async (event) => {
    const path = folder('event.json');
    await writeFile(path, event);
    const env = { GITHUB_REPOSITORY: 'octo-org/shop', GITHUB_EVENT_PATH: path };
    expect((await refusalOf(env, '')).code).toBe('id-token-permission');
  });

  it('that does not come through a proxy names the proxy', async () => {
    const findProxyHost = (url: string) =>
      url === JOB.ACTIONS_ID_TOKEN_REQUEST_URL ? 'proxy.corp:3128' : undefined;
    const { details } = await refusalOf(JOB, new Error('x'), findProxyHost);
    expect(details.at(-1)?.text).toMatchObject({
      key: 'github.through-proxy',
      values: { proxy: 'proxy.corp:3128' },
    });
  });

  it.each([401, 403])('that GitHub refuses (%d) is a matter of the permission', async (status) => {
    const error = told(status, 'no');
    const refused = await refusalOf(JOB, error);
    expect(refused).toMatchObject({ code: 'id-token-refused', cause: error, isRetryable: false });
    expect(refused.text).toMatchObject({ values: { status: String(status) } });
    expect(blocksOf(refused)).toEqual([PERMISSIONS]);
  });

  it.each([
    [told(503, 'not now'), '503', 'not now'],
    [told(undefined, 'connect ECONNREFUSED'), undefined, 'connect ECONNREFUSED'],
    [
      new Error('Error message: Response json body do not have ID Token field'),
      undefined,
      'json body',
    ],
    ['a text', undefined, 'a text'],
    [told(502, '<!DOCTYPE html><html><title>Bad Gateway</title></html>'), '502', 'Bad Gateway'],
  ])('that does not come (%s) names the reason and the host', async (error, status, reason) => {
    const refused = await refusalOf(JOB, error);
    expect(refused).toMatchObject({ code: 'id-token-unavailable', isRetryable: true });
    expect(refused.text).toMatchObject({ values: status === undefined ? {} : { status } });
    const [why, change] = refused.details;
    expect(refused.details).toHaveLength(2);
    expect(formatText(why?.text ?? '', 'en-US')).toContain(reason);
    expect(change?.text).toMatchObject({ values: { host: 'pipelines.example.com' } });
  });

  it('that a page stands for with 403 is no matter of the permission', async () => {
    const page = '<html><title>Blocked by policy</title></html>';
    const refused = await refusalOf(JOB, told(403, page));
    expect(refused).toMatchObject({ code: 'id-token-unavailable', isRetryable: false });
    expect(refused.text).toMatchObject({ values: { status: '403' } });
    expect(formatText(refused.details[0]?.text ?? '', 'en-US')).toMatch(/"Blocked by policy"$/);
  });

  it.each(['407', '401'])('is not asked for again past a proxy that answers %s', async (status) => {
    const message = `tunneling socket could not be established, statusCode=${status}`;
    const refused = await refusalOf(JOB, told(undefined, message));
    expect(refused).toMatchObject({ code: 'id-token-unavailable', isRetryable: false });
    expect(refused.details).toContainEqual(
      expect.objectContaining({ text: { key: 'network.proxy-log-in', values: {} } }),
    );
  });

  it('may have been asked for at no URL', async () => {
    const refused = await refusalOf({ ...JOB, ACTIONS_ID_TOKEN_REQUEST_URL: 'none' }, 'x');
    expect(refused.code).toBe('id-token-unavailable');
  });
});

/** The lines to copy of the details that have any. */
function blocksOf({ details }: IdTokenError): (readonly string[])[] {
  return details.flatMap(({ block }) => (block ? [block] : []));
}
