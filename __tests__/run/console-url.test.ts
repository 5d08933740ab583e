import { describe, expect, it } from '@jest/globals';
import { getConsoleUrl } from '../../src/run/console-url.ts';

describe('the console page', () => {
  it.each([
    ['tem-wait', undefined, 'https://console.cloud.tencent.com/tem'],
    ['car-set-online', 'intl.tencentcloudapi.com', 'https://console.tencentcloud.com/car'],
    ['scf-code-url', undefined, 'https://console.cloud.tencent.com/scf'],
    ['dlc-result-download', undefined, 'https://console.cloud.tencent.com/dlc'],
    ['', undefined, ''],
    ['tem', undefined, ''],
    ['cvm-start', undefined, ''],
    ['temporary-wait', undefined, ''],
    ['../tem-wait', undefined, ''],
    ['sts-assume-role', undefined, ''],
  ])('of "%s" at %s', (operation, endpoint, url) => {
    expect(getConsoleUrl(operation, endpoint)).toBe(url);
  });
});
