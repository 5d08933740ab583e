import { describe, expect, it } from '@jest/globals';
import { getConsoleUrl } from '../../src/report/console-url.ts';

describe('the console page', () => {
  it.each([
    ['tem-wait', undefined, 'https://console.cloud.tencent.com/tem'],
    ['car-set-online', 'intl.tencentcloudapi.com', 'https://console.tencentcloud.com/car'],
    ['', undefined, ''],
  ])('of "%s" at %s', (operation, endpoint, url) => {
    expect(getConsoleUrl(operation, endpoint)).toBe(url);
  });
});
