import { afterEach, describe, expect, it } from '@jest/globals';
import type { UploadTarget } from '../../../src/operations/files/upload-with-fallback.ts';
import {
  createTargetKeys,
  isCredentialError,
} from '../../../src/operations/files/upload-with-fallback.ts';
import type { OperationContext } from '../../../src/operations/operation.ts';
import type { ServiceWorld } from '../services.ts';
import { formatText } from '../../../src/text/format-text.ts';
import { formatBytes } from '../../../src/text/format.ts';
import { durationText, message } from '../../../src/text/message.ts';
import { stagesOf } from '../recorded-texts.ts';
import { closeServices, success } from '../services.ts';
import { TRIGGER } from '../tem/tem-actions.ts';
import { events } from '../world.ts';
import { openTem, triggered, UPDATE, uploads } from './tem-package-world.ts';

afterEach(closeServices);

describe('the keys of an upload target', () => {
  const OBJECT = { bucket: 'bucket-1', region: 'ap-guangzhou', key: 'tem/shop.jar' };

  function target(secretId: string, object = OBJECT): UploadTarget {
    return { object, keys: { secretId, secretKey: `${secretId}-key`, token: '' } };
  }

  /** The keys of a target whose service names this one when it is asked again. */
  function open(next: UploadTarget) {
    const masks: string[] = [];
    let asked = 0;
    const getTarget = () => {
      asked += 1;
      return Promise.resolve(next);
    };
    const context = { mask: (secret: string) => masks.push(secret) } as unknown as OperationContext;
    return { masks, asked: () => asked, ...createTargetKeys(context, target('first'), getTarget) };
  }

  it('are those of its answer, then others for the same target, all of them masked', async () => {
    const { ask, masks, findNewTarget } = open(target('second'));
    await expect(ask()).resolves.toMatchObject({ credentials: { secretId: 'first' } });
    await expect(ask()).resolves.toMatchObject({ credentials: { secretId: 'second' } });
    expect(findNewTarget()).toBeUndefined();
    expect(masks).toEqual(['first', 'first-key', 'second', 'second-key']);
  });

  it.each([{ bucket: 'bucket-2' }, { region: 'ap-shanghai' }, { key: 'tem/2/shop.jar' }])(
    'end where the service names another target: %j',
    async (other) => {
      const next = target('second', { ...OBJECT, ...other });
      const { ask, asked, masks, findNewTarget } = open(next);
      await ask();
      const error: unknown = await ask().catch((thrown: unknown) => thrown);
      // Each answer may name another target, so the service is not asked again.
      await expect(ask()).rejects.toMatchObject({ name: 'UploadTargetExpiredError' });
      expect(asked()).toBe(1);
      expect(error).toMatchObject({ name: 'UploadTargetExpiredError' });
      expect(isCredentialError(error)).toBe(true);
      expect(findNewTarget()).toBe(next);
      expect(masks).toContain('second-key');
    },
  );

  it('are not what another failure is about', () => {
    expect(isCredentialError(new Error('the disk is full'))).toBe(false);
  });
});

describe('an upload whose keys expire in the middle', () => {
  /** Several parts. */
  const LARGE = 'x'.repeat(9 * 1024 * 1024);
  /** No other part gets through after it: so its pauses grow. */
  const LAST_PART = 17;

  async function openSlow(failures: number): Promise<ServiceWorld> {
    const cosToken = { lifetimeSeconds: 3 };
    const world = await openTem({ uploadedPackage: 'full-path', cosToken });
    await world.file('target/shop.jar', LARGE);
    world.simulator.cos.faults.inject({ kind: 'http-500', partNumber: LAST_PART, times: failures });
    return world;
  }

  /** The keys of the objects that were begun, in order. */
  const keysOf = ({ simulator }: ServiceWorld) => [
    ...new Set(simulator.cos.requests.map(({ key }) => key)),
  ];

  it('begins again at the target of the new keys', async () => {
    const world = await openSlow(7);
    const run = await world.run(UPDATE);
    expect(run).toMatchObject(success());
    expect(world.calls('CreateCosToken').length).toBeGreaterThan(1);
    const [first, last] = [uploads(world)[0], uploads(world).at(-1)];
    expect(last).not.toBe(first);
    expect(triggered(world)).toEqual([last]);
    expect(run.outputs['package-name']).toBe(last);
    expect(events(run).filter((line) => line.includes(String(last)))).not.toEqual([]);
    expect(stagesOf(run, 'shop.jar')).toHaveLength(1);
    const tokens = world.simulator.cos.requests.map(({ headers }) =>
      String(headers['x-cos-security-token']),
    );
    expect(run.masks).toEqual(expect.arrayContaining(tokens));
  });

  it('gives up where they expire each time', async () => {
    const world = await openSlow(100);
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(keysOf(world)).toHaveLength(4);
    expect(triggered(world)).toEqual([]);
    expect(run.outputs.changed).toBe('true');
    expect(run.headline).toContain(keysOf(world).at(-1));
  });

  it('warns of every upload that it has begun and cannot abort', async () => {
    const world = await openSlow(100);
    const operation = 'AbortMultipartUpload';
    world.simulator.cos.faults.inject({ kind: 'http-500', operation, occurrence: 'every' });
    const run = await world.run(UPDATE);
    const warnings = run.annotations.filter(({ kind }) => kind === 'warning');
    const keys = keysOf(world);
    expect(warnings).toHaveLength(keys.length);
    keys.forEach((key, index) => {
      expect(warnings[index]?.message).toContain(key);
    });
  });

  const cancel = (world: ServiceWorld) => {
    world.cancel();
  };
  const wait = (world: ServiceWorld) => {
    world.clock.manual.advance(700);
  };

  it.each([
    ['a cancel', cancel, { outputs: { status: 'cancelled' } }],
    ['the timeout', wait, { code: 'upload-target-expired' }],
  ])('does not begin again after %s', async (_, end, expected) => {
    const world = await openSlow(100);
    world.beforeCall((action) => {
      if (action === 'CreateCosToken' && world.calls(action).length === 1) end(world);
    });
    const run = await world.run({ ...UPDATE, timeout: '10m' });
    expect(run).toMatchObject({ exitCode: 1, ...expected });
    expect(keysOf(world)).toHaveLength(1);
  });

  it('finishes with the keys at hand where new ones were asked for early', async () => {
    const world = await openSlow(2);
    const run = await world.run(UPDATE);
    expect(run).toMatchObject(success());
    expect(new Set(uploads(world)).size).toBe(1);
  });

  it('logs how long it took, and how fast that is', async () => {
    const world = await openSlow(2);
    const times: Record<string, number> = {};
    world.beforeCall((action) => {
      times[action] ??= world.clock.seconds();
    });
    const run = await world.run(UPDATE);
    const { CreateCosToken: start = 0, [TRIGGER]: end = 0 } = times;
    const seconds = end - start;
    expect(seconds).toBeGreaterThan(1);
    const duration = durationText(seconds * 1000);
    const speed = formatBytes(LARGE.length / seconds);
    const rate = formatText(message('files.upload-rate', { duration, speed }), 'en-US');
    expect(stagesOf(run, rate)).toHaveLength(1);
  });
});
