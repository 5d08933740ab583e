import { describe, expect, it } from '@jest/globals';
import { getStsRegion } from '../../../src/tencent/credentials/assume-role.ts';

describe('the region of STS', () => {
  it.each([
    ['ap-shanghai', 'tencentcloudapi.com', 'ap-shanghai'],
    ['ap-shanghai', 'intl.tencentcloudapi.com', 'ap-shanghai'],
    [undefined, 'tencentcloudapi.com', 'ap-guangzhou'],
    ['', 'internal.tencentcloudapi.com', 'ap-guangzhou'],
    [undefined, 'intl.tencentcloudapi.com', 'ap-singapore'],
    [undefined, 'https://gateway.intl.example.com/x', 'ap-singapore'],
    [undefined, 'https://international.example.com', 'ap-guangzhou'],
  ])('for %j at %s is %s', (region, endpoint, expected) => {
    expect(getStsRegion(region, endpoint)).toBe(expected);
  });
});
