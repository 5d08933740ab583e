import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readPublicUrl } from '../../../src/tencent/services/public-address.ts';

const external = (more: object) => ({
  Service: { ServicePortMappingList: [{ Type: 'EXTERNAL', ...more }] },
});

describe('the public address of an application', () => {
  it.each<[object, string]>([
    [
      external({ ExternalDomain: 'lb-1.example.com', ExternalIp: '203.0.113.9', Ports: [8080] }),
      'http://lb-1.example.com:8080',
    ],
    [
      external({ ExternalDomain: '', ExternalIp: '203.0.113.9', Ports: [80] }),
      'http://203.0.113.9',
    ],
    [external({ ExternalIp: '203.0.113.9', Ports: [443] }), 'https://203.0.113.9'],
    [external({ ExternalIp: '203.0.113.9' }), 'http://203.0.113.9'],
    [
      external({
        ExternalIp: '203.0.113.9',
        PortMappingItemList: [
          { Port: 53, Protocol: 'UDP' },
          { Port: 81, Protocol: 'TCP' },
        ],
      }),
      'http://203.0.113.9:81',
    ],
    [
      external({ ExternalIp: '203.0.113.9', PortMappingItemList: [{ Port: 53, Protocol: 'UDP' }] }),
      '',
    ],
    [
      { Service: { Type: 'EXTERNAL', ExternalIp: '203.0.113.9', PortMappings: [{ Port: 90 }] } },
      'http://203.0.113.9:90',
    ],
    [{ PublicDomain: 'shop.example.com', EnablePublicAccess: true }, 'http://shop.example.com'],
    [
      { PublicDomain: 'https://shop.example.com/a', EnablePublicAccess: null },
      'https://shop.example.com/a',
    ],
    [
      { PublicDomain: 'shop.example.com?from=https://a.example' },
      'http://shop.example.com/?from=https://a.example',
    ],
    [
      external({ ExternalDomain: 'lb-1.example.com:9000', Ports: [80] }),
      'http://lb-1.example.com:9000',
    ],
  ])('is read from %j', (result, url) => {
    expect(readPublicUrl({ ...result })).toBe(url);
  });

  it.each<object>([
    {},
    { Service: null, PublicDomain: '', EnablePublicAccess: null },
    { PublicDomain: 'shop.example.com', EnablePublicAccess: false },
    { Service: { ServicePortMappingList: [{ Type: 'VPC', ExternalIp: '10.0.0.9', Ports: [80] }] } },
    { Service: { Type: 'CLUSTER', ClusterIp: ['10.0.0.9'], Ports: [80] } },
    { Service: { Type: 'NOT_EXTERNAL', ExternalIp: '203.0.113.9', Ports: [80] } },
    { PublicDomain: 'a b' },
    { PublicDomain: 'user@evil.example' },
    external({ ExternalDomain: '', ExternalIp: '', Ports: [80] }),
  ])('is not made up from %j', (result) => {
    expect(readPublicUrl({ ...result })).toBe('');
  });

  it('is empty or a web address, whatever the answer', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), (host, ports, domain) => {
        const url = readPublicUrl({
          ...external({ ExternalDomain: host, Ports: ports }),
          PublicDomain: domain,
        });
        expect(url === '' || /^https?:$/.test(new URL(url).protocol)).toBe(true);
      }),
    );
  });
});
