import { describe, expect, it } from '@jest/globals';
import { officialSignature } from '../../simulator/gateway/official-signature.ts';
import { getServiceUrl } from '../../src/tencent/api-client.ts';
import { ok, READ, stage, START } from './calls.ts';

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
