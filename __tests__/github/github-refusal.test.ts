import { describe, expect, it } from '@jest/globals';
import { explainRefusal } from '../../src/github/github-refusal.ts';

const PERMISSION = /deployments: write/;

function refuse(status: number, message: string, headers: Record<string, string> = {}) {
  return explainRefusal({ status, message, response: { headers } });
}

describe('a refusal of GitHub', () => {
  it.each([
    ['Resource not accessible by integration', {}, PERMISSION],
    ['API rate limit exceeded for installation ID 1.', {}, /limits how often/],
    ['You have exceeded a secondary rate limit.', { 'retry-after': '60' }, /limits how often/],
    ['Forbidden', { 'x-ratelimit-remaining': '0' }, /limits how often/],
    [
      'Although you appear to have the correct authorization credentials, the `octo-org` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.',
      {},
      /address/,
    ],
    ['Resource protected by organization SAML enforcement.', {}, /SSO/],
    ['Repository was archived so is read-only.', {}, /archived/],
  ])('with status 403 is told by its words and headers: %s', (message, headers, fix) => {
    const refusal = refuse(403, message, headers);
    expect(refusal.fix).toMatch(fix);
    expect(refusal.fix.includes('deployments: write')).toBe(fix === PERMISSION);
  });

  it('tells until when it limits', () => {
    const reset = String(Date.UTC(2026, 0, 1, 10, 30) / 1000);
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
    expect(refuse(403, 'API rate limit exceeded', headers).fix).toContain('10:30 UTC');
    expect(refuse(429, 'Too many requests').fix).not.toContain('Invalid');
  });

  it.each([
    ['<!DOCTYPE html><html><head><title> Blocked\n page </title>', '"Blocked page"'],
    ['<html><body>no title</body>', 'HTML'],
  ])('is no page of HTML, but its title: %s', (page, said) => {
    const refusal = refuse(403, page);
    expect(refusal.said).toContain(said);
    expect(refusal.said).not.toMatch(/<|DOCTYPE/);
    expect(refusal.fix).not.toMatch(PERMISSION);
    expect(refuse(502, page).fix).toBe('');
  });

  it.each([
    ['the proxy proxy.example.com:3128 refuses the user name and password (status 407)'],
    ['the proxy proxy.example.com:3128 refuses the user name and password (status 401)'],
    ['Proxy response (407) !== 200 when HTTP Tunneling'],
  ])('is one of the proxy where its log-in failed: %s', (message) => {
    const { fix } = explainRefusal({ status: 500, message });
    expect(fix).toContain('HTTPS_PROXY');
    expect(fix).not.toMatch(PERMISSION);
  });

  it('with status 407 is one of the proxy', () => {
    expect(refuse(407, '<html>no</html>').fix).toContain('HTTPS_PROXY');
  });

  it('brings no advice without a response', () => {
    expect(explainRefusal({ status: 500, message: 'ECONNRESET' })).toEqual({
      said: 'ECONNRESET',
      fix: '',
    });
  });
});
