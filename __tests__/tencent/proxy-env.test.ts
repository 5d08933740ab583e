import { describe, expect, it } from '@jest/globals';
import { readProxies } from '../../src/tencent/proxy-env.ts';

const basic = (text: string): string => Buffer.from(text).toString('base64');

describe('the proxies of the environment', () => {
  it.each([
    ['HTTPS_PROXY', 'https'],
    ['https_proxy', 'https'],
    ['HTTP_PROXY', 'http'],
    ['http_proxy', 'http'],
  ])('are read from %s', (variable, scheme) => {
    const { proxies, invalidVariables, secrets } = readProxies({
      [variable]: 'http://proxy.corp:3128/',
    });
    const proxy = { origin: 'http://proxy.corp:3128', host: 'proxy.corp:3128' };
    const none = { https: undefined, http: undefined, bypass: [] };
    expect(proxies).toEqual({ ...none, [scheme]: proxy });
    expect([invalidVariables, secrets]).toEqual([[], []]);
  });

  it.each([
    ['proxy.corp:3128', 'http://proxy.corp:3128', 'proxy.corp:3128'],
    ['proxy.corp', 'http://proxy.corp', 'proxy.corp:80'],
    ['https://proxy.corp', 'https://proxy.corp', 'proxy.corp:443'],
    [' http://10.0.0.1:8080 ', 'http://10.0.0.1:8080', '10.0.0.1:8080'],
    ['http://[::1]:8080/path?x', 'http://[::1]:8080', '[::1]:8080'],
  ])('may be written as %s', (text, origin, host) => {
    expect(readProxies({ https_proxy: text }).proxies.https).toEqual({ origin, host });
  });

  it('go by the lower case where both are given, unless it is blank', () => {
    const env = {
      https_proxy: 'lower:1',
      HTTPS_PROXY: 'upper:1',
      http_proxy: ' ',
      HTTP_PROXY: 'upper:2',
    };
    const { https, http } = readProxies(env).proxies;
    expect([https?.host, http?.host]).toEqual(['lower:1', 'upper:2']);
  });

  it.each([
    ['user:pass', ['pass', 'pass'], 'user:pass'],
    ['user:p%40ss%3Aword', ['p%40ss%3Aword', 'p@ss:word'], 'user:p@ss:word'],
    ['user:100%', ['100%', '100%'], 'user:100%'],
    ['access%2Btoken', ['access%2Btoken', 'access+token'], 'access+token:'],
    [':pass', ['pass', 'pass'], ':pass'],
  ])('may have a user: %s', (user, [raw = '', decoded = ''], expected) => {
    const { proxies, secrets } = readProxies({ HTTPS_PROXY: `http://${user}@proxy.corp:3128` });
    const token = basic(expected);
    expect(proxies.https).toEqual({
      origin: 'http://proxy.corp:3128',
      host: 'proxy.corp:3128',
      authorization: `Basic ${token}`,
    });
    expect(secrets).toEqual([raw, decoded, token]);
  });

  it.each(['socks5://user:secret@proxy.corp:1080', 'http://', 'http://user:secret@', 'http://a b'])(
    'are invalid: %s',
    (text) => {
      const { proxies, invalidVariables } = readProxies({ HTTP_PROXY: text });
      expect(proxies.http).toBeUndefined();
      expect(invalidVariables).toEqual(['HTTP_PROXY']);
    },
  );

  it('have secrets where they are invalid, too', () => {
    const { secrets } = readProxies({ HTTP_PROXY: 'socks5://user:secret@proxy.corp:1080' });
    expect(secrets).toContain('secret');
  });

  it.each([
    ['NO_PROXY', 'localhost,127.0.0.1', ['localhost', '127.0.0.1']],
    ['no_proxy', ' .example.com ,, *.corp\tx:443 ', ['.example.com', '*.corp', 'x:443']],
    ['NO_PROXY', ' ', []],
  ])('leave out what %s names: %j', (variable, text, bypass) => {
    expect(readProxies({ [variable]: text }).proxies.bypass).toEqual(bypass);
  });

  it('are none where nothing is given', () => {
    expect(readProxies({})).toEqual({
      proxies: { https: undefined, http: undefined, bypass: [] },
      invalidVariables: [],
      secrets: [],
    });
  });
});
