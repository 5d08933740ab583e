import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  percentage,
  probeHeaders,
  probeUrls,
  statusRanges,
  verifyStages,
} from '../../../src/github/inputs/verify-parsers.ts';
import { hostileText } from '../../support/hostile.ts';

const SECRET = 'hunter2-hunter2';

describe('verify-url', () => {
  it.each([
    ['https://shop.example.com', ['https://shop.example.com']],
    ['HTTP://shop.example.com:8080/a?b=c,d#e', ['HTTP://shop.example.com:8080/a?b=c,d#e']],
    ['http://user:pass@10.0.0.1/', ['http://user:pass@10.0.0.1/']],
    ['http://[2001:db8::1]:8080/', ['http://[2001:db8::1]:8080/']],
    ['http://{instance-ip}:8080/health', ['http://{instance-ip}:8080/health']],
    [' http://a/ \r\n\n http://b/ \n', ['http://a/', 'http://b/']],
    ['http://a/\nhttp://a/', ['http://a/']],
    ['http://münchen.example/ü', ['http://münchen.example/ü']],
    [lines(20), Array.from({ length: 20 }, (_, index) => `http://a/${index}`)],
  ])('takes %j', (text, value) => {
    expect(probeUrls.parse(text)).toEqual({ value });
  });

  it.each([
    'shop.example.com',
    'ftp://shop.example.com',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https:/shop.example.com',
    'https://',
    'https:///shop.example.com',
    `https:///user:${SECRET}@shop.example.com`,
    `https://\\user:${SECRET}@shop.example.com`,
    `https://user:${SECRET}\\@shop.example.com`,
    'https://a b/',
    'https://a\u0000b/',
    'https://a\u001b[31mb/',
    'https://a\u202eb/',
    'https://a:99999/',
    'http://{instance_ip}/',
    'http://{INSTANCE-IP}/',
    'http://{instance-ip/',
    'http://[{instance-ip}]/',
    lines(21),
  ])('refuses %j', (text) => {
    expect(probeUrls.parse(text)).not.toHaveProperty('value');
  });

  it('names the line that is wrong', () => {
    const { problem } = { problem: undefined, ...probeUrls.parse('http://a/\n\nnonsense') };
    expect(problem).toMatchObject({ values: { line: 2 } });
  });

  it('takes only URLs that can be requested and shown, whatever they contain', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (host, rest) => {
        const result = probeUrls.parse(`https://${host}/${rest}`);
        if (!('value' in result)) return;
        for (const url of result.value) {
          expect(URL.canParse(url.replaceAll('{instance-ip}', '192.0.2.1'))).toBe(true);
          expect(url).not.toMatch(/[\s\p{Cc}\p{Cf}\\]/u);
        }
      }),
    );
  });
});

describe('verify-headers', () => {
  it.each([
    ['Authorization: Bearer abc', [['Authorization', 'Bearer abc']]],
    ['Host: shop.example.com', [['Host', 'shop.example.com']]],
    ['X-A:b', [['X-A', 'b']]],
    [
      'X-A:\t b: c \r\n\n X-A: d\r\n',
      [
        ['X-A', 'b: c'],
        ['X-A', 'd'],
      ],
    ],
  ])('takes %j', (text, value) => {
    expect(probeHeaders.parse(text)).toEqual({ value });
  });

  it.each([
    `Authorization ${SECRET}`,
    `Authorization : ${SECRET}`,
    `: ${SECRET}`,
    'X-A:',
    `X-A: ${SECRET}\u0000`,
    `X-A: ${SECRET}é`,
    `X-A: ${SECRET}\u0085X-B: c`,
    `X A: ${SECRET}`,
    ...['Connection', 'Content-Length', 'Transfer-Encoding', 'TE', 'Upgrade', 'Expect'].map(
      (name) => `${name}: ${SECRET}`,
    ),
    `Proxy-Authorization: ${SECRET}`,
    `transfer-encoding: ${SECRET}`,
  ])('refuses %j', (text) => {
    expect(probeHeaders.parse(text)).not.toHaveProperty('value');
  });

  it('can only be sent as one header each', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const result = probeHeaders.parse(`X-A: b${text}`);
        const value = 'value' in result ? result.value : [];
        expect(value.flat().join('')).not.toMatch(/[^ -~]/);
      }),
    );
  });
});

describe('a secret', () => {
  it.each([
    ['the password of a URL', probeUrls, `https://user:${SECRET}@exa mple.com/`],
    ['the query of a URL', probeUrls, `shop.example.com/?token=${SECRET}`],
    ['one of too many URLs', probeUrls, `${lines(20)}\nhttp://u:${SECRET}@a/`],
    ['a header without a name', probeHeaders, SECRET],
    ['a reserved header', probeHeaders, `Connection: ${SECRET}`],
    ['a header with an odd sign', probeHeaders, `Authorization: ${SECRET}\u0007`],
  ])('is never quoted: %s', (_, parser, text) => {
    const result = parser.parse(text);
    expect(result).not.toHaveProperty('value');
    expect(JSON.stringify(result)).not.toContain(SECRET);
  });
});

describe('verify-success-rate', () => {
  it.each([
    ['0', 0],
    ['95', 95],
    ['99.5', 99.5],
    ['99.9999%', 99.9999],
    ['100', 100],
    ['100.0', 100],
  ])('takes %j', (text, value) => {
    expect(percentage.parse(text)).toEqual({ value });
  });

  it.each([
    '100.1',
    '101',
    '-1',
    '+5',
    '95 %',
    '.5',
    '5.',
    '1e2',
    '0x5',
    'NaN',
    '９５',
    '%',
    '1,5',
  ])('refuses %j', (text) => {
    expect(percentage.parse(text)).not.toHaveProperty('value');
  });
});

describe('verify-status', () => {
  it.each([
    ['200', [[200, 200]]],
    ['200-399', [[200, 399]]],
    [
      '200,204 301-302',
      [
        [200, 200],
        [204, 204],
        [301, 302],
      ],
    ],
    ['599-599', [[599, 599]]],
  ])('takes %j', (text, ranges) => {
    const value = ranges.map(([from, to]) => ({ from, to }));
    expect(statusRanges.parse(text)).toEqual({ value });
  });

  it.each([
    '99',
    '600',
    '20',
    '2xx',
    '399-200',
    '200-',
    '-200',
    '200--299',
    '200,',
    ',',
    '200;204',
  ])('refuses %j', (text) => {
    expect(statusRanges.parse(text)).not.toHaveProperty('value');
  });
});

describe('verify-stages', () => {
  it.each([
    ['paused', ['paused']],
    ['final', ['final']],
    ['final, paused', ['paused', 'final']],
    ['final\nfinal', ['final']],
  ])('takes %j', (text, value) => {
    expect(verifyStages.parse(text)).toEqual({ value });
  });

  it.each(['beta', 'Paused', 'paused,all', ','])('refuses %j', (text) => {
    expect(verifyStages.parse(text)).not.toHaveProperty('value');
  });
});

/** So many URLs, one per line. */
function lines(count: number): string {
  return Array.from({ length: count }, (_, index) => `http://a/${index}`).join('\n');
}
