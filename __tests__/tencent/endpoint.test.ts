import { describe, expect, it } from '@jest/globals';
import { serviceUrl } from '../../src/tencent/endpoint.ts';

describe('the URL of a service', () => {
  it.each([
    ['tencentcloudapi.com', 'tem', 'https://tem.tencentcloudapi.com/'],
    ['intl.tencentcloudapi.com', 'car', 'https://car.intl.tencentcloudapi.com/'],
    ['internal.tencentcloudapi.com', 'sts', 'https://sts.internal.tencentcloudapi.com/'],
    ['ap-shanghai.tencentcloudapi.com', 'scf', 'https://scf.ap-shanghai.tencentcloudapi.com/'],
    ['https://gateway.example.com', 'tem', 'https://gateway.example.com/'],
    ['https://gateway.example.com/', 'dlc', 'https://gateway.example.com/'],
    ['https://gateway.example.com:8443', 'tem', 'https://gateway.example.com:8443/'],
    ['http://127.0.0.1:8080', 'tem', 'http://127.0.0.1:8080/'],
    ['http://[::1]:8080', 'tem', 'http://[::1]:8080/'],
  ])('%s for %s is %s', (endpoint, service, url) => {
    expect(serviceUrl(endpoint, service).href).toBe(url);
  });
});
