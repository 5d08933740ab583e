import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { staticProvider } from '../../src/tencent/credentials/credential-provider.ts';
import { ApiResponseError, AmbiguousResponseError } from '../../src/tencent/api-errors.ts';
import type { Reply } from './calls.ts';
import { CHANGE, ok, raw, READ, refusal, rejection, stage, START, systemError } from './calls.ts';
import { officialAuthorization } from './official-sign.ts';
import { officialSignature } from '../../simulator/gateway/official-signature.ts';
import { getServiceUrl } from '../../src/tencent/api-client.ts';

const OK = ok({ Result: true, RequestId: 'r-1' });

describe('a request', () => {
  it('carries every header that the API asks for', async () => {
    const { call, sent } = stage([OK], {
      credentials: staticProvider({
        secretId: 'AKIDexample',
        secretKey: 'secret',
        token: 'temporary',
      }),
    });
    await call(READ);
    const [request] = sent;
    expect(request?.url.href).toBe('https://tem.tencentcloudapi.com/');
    expect(request?.body).toBe('{"ApplicationId":"app-1"}');
    expect(request?.headers).toEqual({
      'content-type': 'application/json',
      host: 'tem.tencentcloudapi.com',
      authorization: officialAuthorization({
        secretId: 'AKIDexample',
        secretKey: 'secret',
        service: 'tem',
        host: 'tem.tencentcloudapi.com',
        contentType: 'application/json',
        timestamp: Math.floor(START / 1000),
        body: '{"ApplicationId":"app-1"}',
      }),
      'x-tc-action': 'DescribeApplicationInfo',
      'x-tc-version': '2021-07-01',
      'x-tc-timestamp': String(Math.floor(START / 1000)),
      'x-tc-language': 'en-US',
      'x-tc-region': 'ap-guangzhou',
      'x-tc-token': 'temporary',
      'x-tc-requestclient': expect.stringMatching(/^[0-9a-zA-Z-_ ,;.]{1,128}$/),
    });
  });

  it.each([undefined, ''])('has no region and no token where they are %j', async (absent) => {
    const { call, sent } = stage([OK], {
      region: absent,
      credentials: staticProvider({ secretId: 'i', secretKey: 'k', token: absent }),
    });
    await call(READ);
    expect(Object.keys(sent[0]?.headers ?? {})).not.toContain('x-tc-region');
    expect(Object.keys(sent[0]?.headers ?? {})).not.toContain('x-tc-token');
  });

  it('asks for the language', async () => {
    const { call, sent } = stage([OK], { language: 'zh-CN' });
    await call(READ);
    expect(sent[0]?.headers).toMatchObject({ 'x-tc-language': 'zh-CN' });
  });

  it('without parameters has an empty object as its body', async () => {
    const { call, sent } = stage([OK]);
    await call({ ...READ, parameters: {} });
    expect(sent[0]?.body).toBe('{}');
  });

  it('is signed over the bytes that are sent, whatever the parameters', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (parameters) => {
        const { call, sent } = stage([OK]);
        await call({ ...READ, parameters });
        const { headers, body } = sent[0] ?? { headers: {}, body: '' };
        expect(headers).toMatchObject({
          authorization: officialAuthorization({
            secretId: 'AKIDexample',
            secretKey: 'secret',
            service: 'tem',
            host: 'tem.tencentcloudapi.com',
            contentType: 'application/json',
            timestamp: Math.floor(START / 1000),
            body,
          }),
        });
        expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify(parameters)));
      }),
    );
  });

  it('is signed anew for every try', async () => {
    const { call, sent } = stage([refusal('RequestLimitExceeded'), OK], { random: () => 0.999 });
    await call(READ);
    await call(READ);
    const stamps = sent.map(({ headers }) => headers['x-tc-timestamp']);
    expect(new Set(stamps).size).toBe(2);
    expect(sent[0]?.headers.authorization).not.toBe(sent[1]?.headers.authorization);
  });
});

describe('an answer', () => {
  it('is what stands in Response, with its RequestId', async () => {
    const { call } = stage([ok({ Result: { A: 1 }, RequestId: 'r-9' })]);
    await expect(call(READ)).resolves.toEqual({
      response: { Result: { A: 1 }, RequestId: 'r-9' },
      requestId: 'r-9',
    });
  });

  it.each([
    ['no RequestId', ok({ Result: '' })],
    ['a null RequestId', ok({ Result: '', RequestId: null })],
    ['an Error that is null', ok({ Result: '', Error: null })],
    ['nothing at all in it', ok({})],
    ['a code beside it', raw('{"code":200,"codeDesc":"OK","Response":{}}')],
  ])('may have %s', async (_, answer) => {
    const { call } = stage([answer]);
    await expect(call(CHANGE)).resolves.toMatchObject({ requestId: '' });
  });
});

describe('an error of the cloud', () => {
  it.each([200, 400, 403, 500, 503])('is one with HTTP status %d', async (status) => {
    const { call } = stage([refusal('AuthFailure.SignatureFailure', status)]);
    const error = await rejection(call(READ));
    expect(error).toBeInstanceOf(ApiResponseError);
    expect(error).toMatchObject({
      service: 'tem',
      action: 'DescribeApplicationInfo',
      code: 'AuthFailure.SignatureFailure',
      message: 'because of AuthFailure.SignatureFailure',
      requestId: 'r-error',
    });
  });

  it.each([
    ['no message', { Code: 'InvalidParameter' }],
    ['a null message', { Code: 'InvalidParameter', Message: null }],
  ])('may have %s', async (_, Error) => {
    const { call } = stage([ok({ Error })]);
    const error = await rejection(call(READ));
    expect(error).toMatchObject({ code: 'InvalidParameter', message: '', requestId: '' });
  });

  it('may have the old form', async () => {
    const old = { code: 4100, message: 'no such key', codeDesc: 'AuthFailure' };
    const { call, sent } = stage([raw(JSON.stringify(old))]);
    const error = await rejection(call(READ));
    expect(error).toBeInstanceOf(ApiResponseError);
    expect(error).toMatchObject({ code: 'AuthFailure', message: 'no such key', requestId: '' });
    expect(sent).toHaveLength(1);
  });
});

describe('no answer of the API', () => {
  it.each([
    ['HTML of a gateway', raw('<html><body>502 Bad Gateway</body></html>', 502), 502],
    ['HTML with status 200', raw('<html>Please log in</html>'), 200],
    ['an empty body', raw(''), 200],
    ['an empty body with status 503', raw('', 503), 503],
    ['truncated JSON', raw('{"Response":{"Result":tr'), 200],
    ['a null Response', raw('{"Response":null}'), 200],
    ['a Response that is a list', raw('{"Response":[]}'), 200],
    ['a Response that is a text', raw('{"Response":"ok"}'), 200],
    ['no Response', raw('{"Result":true}'), 200],
    ['the old form of a success', raw('{"code":0,"codeDesc":"Success","message":""}'), 200],
    ['a code of a gateway alone', raw('{"code":504,"message":"timeout"}'), 200],
    ['the old form with status 504', raw('{"code":504,"codeDesc":"Timeout"}', 504), 504],
    ['the old form beside a null Response', raw('{"code":1,"codeDesc":"X","Response":null}'), 200],
    ['null', raw('null'), 200],
    ['a list', raw('[]'), 200],
    ['a whole Response with status 500', ok({ Result: true }, 500), 500],
    ['a whole Response with status 302', ok({ Result: true }, 302), 302],
    ['an Error without a code', ok({ Error: { Message: 'something' }, RequestId: 'r' }), 200],
    ['an empty Error', ok({ Error: {}, RequestId: 'r' }), 200],
    ['an Error with an empty code', ok({ Error: { Code: '' }, Result: 'revision-1' }), 200],
    ['an Error that is a text', ok({ Error: 'InternalError' }), 200],
    ['an Error that is a list', ok({ Error: [{ Code: 'InternalError' }] }), 200],
  ])('is %s', async (_, answer, status) => {
    const { call, sent } = stage([answer]);
    const error = await rejection(call(CHANGE));
    expect(error).toBeInstanceOf(AmbiguousResponseError);
    expect(error).toMatchObject({ service: 'tem', action: CHANGE.action, status });
    expect(sent).toHaveLength(1);
  });

  it('never shows what the gateway sent, which may be anything', async () => {
    const { call } = stage([raw('<html>::error::owned</html>', 502)]);
    const error = await rejection(call(CHANGE));
    expect(String(error)).not.toContain('owned');
    expect(String(error)).toContain('502');
  });

  it('is an error or an answer, whatever is sent', async () => {
    const envelope = fc.oneof(
      fc.string(),
      fc.json(),
      fc.jsonValue().map((Response) => JSON.stringify({ Response })),
      fc.jsonValue().map((Error) => JSON.stringify({ Response: { Error, RequestId: 'r' } })),
    );
    await fc.assert(
      fc.asyncProperty(envelope, fc.constantFrom(200, 200, 404, 502), async (body, status) => {
        const { call } = stage([raw(body, status)]);
        const [outcome] = await Promise.allSettled([call(CHANGE)]);
        const isFit =
          outcome.status === 'fulfilled'
            ? status === 200 && typeof outcome.value.response === 'object'
            : outcome.reason instanceof ApiResponseError ||
              outcome.reason instanceof AmbiguousResponseError;
        expect(isFit).toBe(true);
      }),
    );
  });
});

describe('what may have been changed', () => {
  it.each<[string, typeof CHANGE, Reply, number]>([
    ['an answer', CHANGE, OK, 1],
    ['an answer of a gateway', CHANGE, raw('', 502), 1],
    ['an internal error', CHANGE, refusal('InternalError'), 1],
    ['a connection that broke', CHANGE, systemError('ECONNRESET'), 1],
    ['a refusal', CHANGE, refusal('ResourceInUse'), 0],
    ['an address that does not exist', CHANGE, systemError('ENOTFOUND'), 0],
    ['an answer to a read', READ, OK, 0],
    ['an internal error of a read', READ, refusal('InternalError'), 0],
  ])('is reported after %s (%#)', async (_, call, reply, times) => {
    const onChange = jest.fn();
    const { call: send } = stage([reply], { onChange });
    await Promise.allSettled([send(call)]);
    expect(onChange).toHaveBeenCalledTimes(times);
  });
});

describe('what is no failure of a call', () => {
  it('is thrown as it is, at once', async () => {
    const { call, clock, sent } = stage([OK], { endpoint: 'not a domain' });
    await expect(call(READ)).rejects.toMatchObject({ name: 'TypeError' });
    expect([sent, clock.slept]).toEqual([[], []]);
  });
});

describe('the URL of a service', () => {
  it.each([
    ['tencentcloudapi.com', 'tem', 'https://tem.tencentcloudapi.com/'],
    ['intl.tencentcloudapi.com', 'car', 'https://car.intl.tencentcloudapi.com/'],
    ['internal.tencentcloudapi.com', 'sts', 'https://sts.internal.tencentcloudapi.com/'],
    ['ap-shanghai.tencentcloudapi.com', 'scf', 'https://scf.ap-shanghai.tencentcloudapi.com/'],
    ['https://gateway.example.com', 'tem', 'https://gateway.example.com/'],
    ['https://gateway.example.com/', 'dlc', 'https://gateway.example.com/'],
    ['https://gateway.example.com:8443', 'tem', 'https://gateway.example.com:8443/'],
    ['https://gateway.example.com/tencent/api', 'sts', 'https://gateway.example.com/tencent/api'],
    ['https://gateway.example.com/tencent/', 'tem', 'https://gateway.example.com/tencent/'],
    ['https://gateway.example.com:443', 'tem', 'https://gateway.example.com/'],
    ['http://127.0.0.1:8080', 'tem', 'http://127.0.0.1:8080/'],
    ['http://[::1]:8080', 'tem', 'http://[::1]:8080/'],
  ])('%s for %s is %s', (endpoint, service, url) => {
    expect(getServiceUrl(endpoint, service).href).toBe(url);
  });
});

describe('the signature of a call', () => {
  it.each([
    ['tencentcloudapi.com', 'tem', 'tem.tencentcloudapi.com'],
    ['intl.tencentcloudapi.com', 'car', 'car.intl.tencentcloudapi.com'],
    ['internal.tencentcloudapi.com', 'sts', 'sts.internal.tencentcloudapi.com'],
    ['ap-shanghai.tencentcloudapi.com', 'scf', 'scf.ap-shanghai.tencentcloudapi.com'],
    ['https://gateway.example.com', 'dlc', 'gateway.example.com'],
    ['https://gateway.example.com:443', 'dlc', 'gateway.example.com'],
    ['https://gateway.example.com:8443/tencent/api', 'tem', 'gateway.example.com:8443'],
    ['http://127.0.0.1:8080', 'sts', '127.0.0.1:8080'],
  ])('at %s is for %s at %s, and for the path /', async (endpoint, service, host) => {
    const { call, sent } = stage([ok({ RequestId: 'r' })], { endpoint });
    await call({ ...READ, service });
    const { headers = {}, body = '' } = sent[0] ?? {};
    const signature = officialSignature({
      ...{ secretId: 'AKIDexample', secretKey: 'secret', contentType: 'application/json' },
      ...{ service, host, body: Buffer.from(body), timestamp: Math.floor(START / 1000) },
    });
    expect(headers.host).toBe(host);
    expect(headers.authorization).toContain(`/${service}/tc3_request, `);
    expect(headers.authorization).toMatch(new RegExp(`Signature=${signature}$`));
  });
});
