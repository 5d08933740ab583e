import { describe, expect, it } from '@jest/globals';
import { endpoint } from '../../../src/github/inputs/endpoint-parsers.ts';
import { OPERATIONS } from '../../../src/operations/registry.ts';

describe('endpoint', () => {
  it.each([
    ['tencentcloudapi.com', 'tencentcloudapi.com'],
    ['intl.tencentcloudapi.com', 'intl.tencentcloudapi.com'],
    ['internal.tencentcloudapi.com', 'internal.tencentcloudapi.com'],
    ['AP-Shanghai.TencentCloudAPI.com', 'ap-shanghai.tencentcloudapi.com'],
    ['tem.example.com', 'tem.example.com'],
    ['xn--fiqs8s.example', 'xn--fiqs8s.example'],
    ['https://gateway.example.com', 'https://gateway.example.com'],
    ['https://gateway.example.com:8443/cloud/', 'https://gateway.example.com:8443/cloud/'],
    ['https://10.0.0.7', 'https://10.0.0.7'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://LOCALHOST', 'http://LOCALHOST'],
    ['http://127.0.0.1:40123/', 'http://127.0.0.1:40123/'],
    ['http://127.255.3.4', 'http://127.255.3.4'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('takes %s', (text, value) => {
    expect(endpoint.parse(text)).toEqual({ value });
  });

  it.each([
    'tencentcloudapi',
    'localhost:8080',
    '127.0.0.1',
    '-x.com',
    'a..com',
    'a b.com',
    'tencentcloudapi.com/',
    'https:/gateway',
    'https://',
    'https://a b',
    'https://a\nb',
    'ftp://gateway.example.com',
    'file:///etc/passwd',
    'http://gateway.example.com',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://126.0.0.1',
    'http://[::2]',
    `${'a.'.repeat(126)}com`,
  ])('refuses %j', (text) => {
    expect(endpoint.parse(text)).not.toHaveProperty('value');
  });

  it.each([
    ['tem.tencentcloudapi.com', 'tencentcloudapi.com'],
    ['scf.intl.tencentcloudapi.com', 'intl.tencentcloudapi.com'],
    ['TEM.ap-shanghai.tencentcloudapi.com', 'ap-shanghai.tencentcloudapi.com'],
  ])('knows that %s is the host of a service, and names the root', (text, root) => {
    expect(endpoint.parse(text)).toMatchObject({
      fix: { key: 'input.use-root', values: { root } },
    });
  });

  it('knows the host of every service that there is an operation for', () => {
    const services = new Set(Object.keys(OPERATIONS).map((name) => name.split('-')[0] ?? ''));
    const taken = [...services].filter(
      (service) => 'value' in endpoint.parse(`${service}.tencentcloudapi.com`),
    );
    expect(taken).toEqual([]);
  });

  it.each([
    'https://user:secret@gateway.example.com',
    'ftp://user:secret@gateway.example.com',
    'secret@tencentcloudapi.com',
    'https://gateway.example.com/?token=secret',
    'https://gateway.example.com/#secret',
  ])('does not quote what may be secret: %#', (text) => {
    const parsed = endpoint.parse(text);
    expect(parsed).not.toHaveProperty('value');
    expect(JSON.stringify(parsed)).not.toContain('secret');
  });
});
