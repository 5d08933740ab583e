import { describe, expect, it } from '@jest/globals';
import { explainRefusal } from '../../src/github/github-refusal.ts';

function refuse(status: number, message: string, headers: Record<string, string> = {}) {
  return explainRefusal({ status, message, response: { headers } });
}

describe('a refusal of GitHub', () => {
  it.each([
    ['Resource not accessible by integration', {}, 'github.grant-deployments'],
    ['API rate limit exceeded for installation ID 1.', {}, 'github.rate-limited'],
    ['You have exceeded a secondary rate limit.', { 'retry-after': '60' }, 'github.rate-limited'],
    ['Forbidden', { 'x-ratelimit-remaining': '0' }, 'github.rate-limited'],
    [
      'Although you appear to have the correct authorization credentials, the `octo-org` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.',
      {},
      'github.check-allow-list',
    ],
    ['Resource protected by organization SAML enforcement.', {}, 'github.authorize-sso'],
    ['Repository was archived so is read-only.', {}, 'github.unarchive'],
  ])('with status 403 is told by its words and headers: %s', (message, headers, key) => {
    expect(refuse(403, message, headers).fix).toMatchObject({ key });
  });

  it('tells until when it limits', () => {
    const reset = String(Date.UTC(2026, 0, 1, 10, 30) / 1000);
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
    expect(refuse(403, 'API rate limit exceeded', headers).fix).toMatchObject({
      key: 'github.rate-limited-until',
      values: { time: '10:30' },
    });
    expect(refuse(429, 'Too many requests').fix).toMatchObject({ key: 'github.rate-limited' });
  });

  it.each([
    [
      '<!DOCTYPE html><html><head><title> Blocked\n page </title>',
      { key: 'github.html-page-titled', values: { title: 'Blocked page' } },
    ],
    ['<html><body>no title</body>', { key: 'github.html-page', values: {} }],
    ['<h1>Blocked</h1>', { key: 'github.html-page-titled', values: { title: 'Blocked' } }],
    ['<!-- the proxy --><center>Blocked</center>', { key: 'github.html-page', values: {} }],
    [
      '<meta http-equiv=refresh><script>location="https://login"</script>',
      { key: 'github.html-page', values: {} },
    ],
  ])('is no page of HTML, but its title: %s', (page, said) => {
    const refusal = refuse(403, page);
    expect(refusal.said).toEqual(said);
    expect(refusal.fix).toMatchObject({ key: 'github.check-way' });
    expect(refuse(502, page).fix).toBe('');
  });

  it.each([
    {
      message: 'the proxy refuses',
      cause: Object.assign(new Error('no'), { code: 'proxy-authentication' }),
    },
    { message: 'Proxy response (407) !== 200 when HTTP Tunneling' },
    { message: 'tunneling socket could not be established, statusCode=407' },
  ])('is one of the proxy if its login failed: %j', (error) => {
    const { fix } = explainRefusal({ status: 500, ...error });
    expect(fix).toMatchObject({ key: 'network.proxy-log-in' });
  });

  it('with status 407 is one of the proxy', () => {
    expect(refuse(407, '<html>no</html>').fix).toMatchObject({ key: 'network.proxy-log-in' });
  });

  it('brings no advice without a response', () => {
    expect(explainRefusal({ status: 500, message: 'ECONNRESET' })).toEqual({
      said: 'ECONNRESET',
      fix: '',
    });
  });
});
