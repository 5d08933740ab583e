import { describe, expect, it } from '@jest/globals';
import { endpoint } from '../../../src/github/inputs/endpoint-parsers.ts';

const ADDRESS = 'use   a root domain or a URL: tencentcloudapi.com, https://gateway.example.com';
const URL_ONLY = 'use   a URL: https://gateway.example.com';
const HTTPS = 'use   https   (plain http is for localhost, 127.0.0.1 and [::1] alone)';
const NO_USER = {
  problem: 'has a user name or password in it',
  fix: 'use   the address without them',
};
const NO_QUERY = { problem: 'has a query or fragment in it', fix: 'use   the address without it' };

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
  ])('%s', (given, value) => {
    expect(endpoint.parse(given)).toEqual({ value });
  });

  it.each([
    ['tencentcloudapi', ADDRESS],
    ['localhost:8080', ADDRESS],
    ['127.0.0.1', ADDRESS],
    ['-x.com', ADDRESS],
    ['a..com', ADDRESS],
    ['a b.com', ADDRESS],
    ['tencentcloudapi.com/', ADDRESS],
    ['https:/gateway', ADDRESS],
    ['https://', URL_ONLY],
    ['https://a b', URL_ONLY],
    ['https://a\nb', URL_ONLY],
    ['ftp://gateway.example.com', URL_ONLY],
    ['file:///etc/passwd', URL_ONLY],
    ['http://gateway.example.com', HTTPS],
    ['http://127.0.0.1.example.com', HTTPS],
    ['http://localhost.example.com', HTTPS],
    ['http://126.0.0.1', HTTPS],
    ['http://[::2]', HTTPS],
  ])('refuses %j', (given, change) => {
    expect(endpoint.parse(given)).toEqual({
      problem: `is "${given.replace('\n', ' ')}"`,
      fix: change,
    });
  });

  it.each([
    ['tem.tencentcloudapi.com', 'tencentcloudapi.com'],
    ['scf.intl.tencentcloudapi.com', 'intl.tencentcloudapi.com'],
    ['TEM.ap-shanghai.tencentcloudapi.com', 'ap-shanghai.tencentcloudapi.com'],
  ])('knows that %s is the host of a service', (given, root) => {
    expect(endpoint.parse(given)).toEqual({
      problem: `is "${given}"`,
      fix: `use   ${root}   (the service's name is put before it)`,
    });
  });

  it('refuses a domain that is longer than domains are', () => {
    expect(endpoint.parse(`${'a.'.repeat(126)}com`)).toMatchObject({ fix: ADDRESS });
  });

  it.each([
    ['https://user:password@gateway.example.com', NO_USER],
    ['ftp://user:password@gateway.example.com', NO_USER],
    ['password@tencentcloudapi.com', NO_USER],
    ['https://gateway.example.com/?token=secret', NO_QUERY],
    ['https://gateway.example.com/#secret', NO_QUERY],
  ])('does not quote what may be secret: %#', (given, correction) => {
    expect(endpoint.parse(given)).toEqual(correction);
  });
});
