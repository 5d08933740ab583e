import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  displayUrl,
  expandInstanceIp,
  listProbeTargets,
} from '../../../src/operations/tem/probe-targets.ts';
import type { Pod } from '../../../src/rollout/snapshot.ts';
import { hostileText } from '../../support/hostile.ts';
import { crashing, done, old, OURS, pod, waiting } from '../../rollout/snapshots.ts';

const SHARED = 'https://shop.example.com/health';
const TEMPLATE = 'http://{instance-ip}:8080/health';
const INSTANCE = 'http://10.0.0.1:8080/health';

function list(pods: readonly Pod[], { stage = 'beta', probed = [] as string[] } = {}) {
  const options = { revisionId: OURS, stage: stage as 'beta', probed: new Set(probed) };
  return listProbeTargets([SHARED, TEMPLATE], waiting('beta', { pods }), options);
}

describe('the URLs to probe', () => {
  it('are one for all instances, and one for each new instance that is healthy', () => {
    const pods = [
      pod('a', { ip: '10.0.0.1' }),
      pod('b', { ip: '10.0.0.2', isReady: false }),
      crashing('c', { ip: '10.0.0.3' }),
      old('z', { ip: '10.0.0.9' }),
    ];
    expect(list(pods)).toEqual([
      {
        ...{ id: '0', url: SHARED, requestUrl: SHARED },
        instance: '',
        newShare: 0.5,
        hasOld: true,
      },
      {
        ...{ id: '1 a 10.0.0.1', url: INSTANCE, requestUrl: INSTANCE },
        ...{ instance: 'a', newShare: 1, hasOld: false },
      },
    ]);
  });

  it('keep an instance that was probed and has become unhealthy, but not one that is gone', () => {
    const pods = [pod('b', { ip: '10.0.0.2', isReady: false })];
    const instances = list(pods, { probed: ['a', 'b'] }).map(({ instance }) => instance);
    expect(instances).toEqual(['', 'b']);
  });

  it('leave out an instance whose place another one takes', () => {
    expect(list([pod('a', { status: 'Evicted' })], { probed: ['a'] })).toHaveLength(1);
  });

  it.each([
    ['of 1 new and 3 old', [pod('a'), old('x'), old('y'), old('z')], 1 / 4],
    ['of 1 new and 1 old that is not ready', [pod('a'), old('x', { isReady: false })], 1],
    ['of none at all', [], 1],
    ['of old ones', [old('x')], 0],
    ['of new ones', [pod('a'), pod('b')], 1],
  ])('know the share %s', (_, pods, share) => {
    expect(list(pods)[0]?.newShare).toBe(share);
  });

  it.each([
    ['one that is not ready', old('x', { isReady: false }), true],
    ['one that is gone', old('x', { status: 'Terminated' }), false],
  ])('may be answered by old instances: %s', (_, other, hasOld) => {
    expect(list([pod('a'), other])[0]).toMatchObject({ newShare: 1, hasOld });
  });

  it('are told apart if they differ only in what is not shown', () => {
    const urls = ['https://a:x@h/', 'https://b:y@h/', 'https://h/?key=z', 'https://other/'];
    const options = { revisionId: OURS, stage: 'final', probed: new Set<string>() } as const;
    const targets = listProbeTargets(urls, done(), options);
    expect(targets.map(({ requestUrl }) => requestUrl)).toEqual(urls);
    expect(new Set(targets.map(({ id }) => id)).size).toBe(4);
    const shown = targets.map(({ url }) => url);
    expect(new Set(shown).size).toBe(4);
    expect(shown[3]).toBe('https://other/');
    for (const url of shown.slice(0, 3)) expect(url).toMatch(/^https:\/\/h\/ \(\d\)$/);
  });

  it('are answered by new instances alone in the final stage', () => {
    expect(list([pod('a'), old('z')], { stage: 'final' })[0]?.newShare).toBe(1);
  });

  it.each(['', 'unknown', '10.0.0', '10.0.0.1/evil', 'evil.example.com', '10.0.0.1#', '::1]'])(
    'leave out an instance whose IP is %j',
    (ip) => {
      expect(list([pod('a', { ip })])).toHaveLength(1);
    },
  );
});

describe('an instance’s IP address', () => {
  it.each([
    ['10.0.0.1', 'http://10.0.0.1:8080/health'],
    ['2001:db8::1', 'http://[2001:db8::1]:8080/health'],
    ['::ffff:10.0.0.1', 'http://[::ffff:10.0.0.1]:8080/health'],
  ])('%s gives %s', (ip, url) => {
    expect(expandInstanceIp(TEMPLATE, ip)).toBe(url);
  });

  it.each(['fe80::1%eth0', '010.0.0.1', '0x7f000001', '2130706433', ' 10.0.0.1', '10.0.0.1\n'])(
    '%j is none',
    (ip) => {
      expect(expandInstanceIp(TEMPLATE, ip)).toBeUndefined();
    },
  );

  it('is expanded wherever it is, and not needed where it is not', () => {
    expect(expandInstanceIp('http://{instance-ip}/?{instance-ip}', '10.0.0.1')).toBe(
      'http://10.0.0.1/?10.0.0.1',
    );
    expect(expandInstanceIp(SHARED, '')).toBe(SHARED);
  });

  it('never changes the rest of the URL, whatever TEM reports', () => {
    fc.assert(
      fc.property(fc.oneof(hostileText, fc.ipV4(), fc.ipV6()), (ip) => {
        const url = expandInstanceIp(TEMPLATE, ip);
        if (url === undefined) return;
        const { host, pathname, username } = new URL(url);
        expect([host.endsWith(':8080'), pathname, username]).toEqual([true, '/health', '']);
      }),
    );
  });
});

describe('a URL that is shown', () => {
  it.each([
    ['https://user:pass@shop.example.com/a?token=b#c', 'https://shop.example.com/a'],
    ['HTTPS://user:p@ss@shop.example.com', 'HTTPS://shop.example.com'],
    ['https://token@shop.example.com?x', 'https://shop.example.com'],
    ['https://shop.example.com/a@b', 'https://shop.example.com/a@b'],
    ['https://shop.example.com?a@b', 'https://shop.example.com'],
    ['http://{instance-ip}:8080/', 'http://{instance-ip}:8080/'],
  ])('of %s is %s', (url, shown) => {
    expect(displayUrl(url)).toBe(shown);
  });
});
