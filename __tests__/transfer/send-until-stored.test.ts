import { describe, expect, it } from '@jest/globals';
import { AmbiguousResponseError } from '../../src/tencent/api-errors.ts';
import { readCosError } from '../../src/tencent/cos/cos-errors.ts';
import {
  isCut,
  isSlow,
  isTooMuch,
  sendUntilStored,
  TooMuchForLineError,
} from '../../src/transfer/send-until-stored.ts';
import { cosErrorXml } from '../support/cos-server.ts';
import { cosWorld } from '../support/cos-world.ts';

const CALL = { service: 'cos', action: 'UploadPart' };

const broken = (code: string) =>
  new AmbiguousResponseError({
    ...CALL,
    message: 'cut',
    cause: Object.assign(new Error(), { code }),
  });
const answered = (status: number, code = '') =>
  readCosError(CALL, { status, headers: {} }, code && cosErrorXml(code));

const CUT = broken('ECONNRESET');
const TOO_LONG = answered(413);
const GATEWAY = answered(502);
const SLOW_DOWN = answered(503, 'SlowDown');
const TOO_SLOW = answered(400, 'UserNetworkTooSlow');

describe('an error of an upload', () => {
  it.each<[string, unknown, { tooMuch: boolean; slow: boolean; cut: boolean }]>([
    ['a broken connection', CUT, { tooMuch: true, slow: false, cut: true }],
    [
      'no answer in time',
      broken('UND_ERR_HEADERS_TIMEOUT'),
      { tooMuch: true, slow: true, cut: true },
    ],
    [
      'half an answer in time',
      broken('UND_ERR_BODY_TIMEOUT'),
      { tooMuch: true, slow: true, cut: true },
    ],
    [
      'another timeout',
      broken('NO_UND_ERR_BODY_TIMEOUT'),
      { tooMuch: true, slow: false, cut: true },
    ],
    [
      'an unknown timeout',
      broken('UND_ERR_BODY_TIMEOUT_2'),
      { tooMuch: true, slow: false, cut: true },
    ],
    ['a body too long for a gateway', TOO_LONG, { tooMuch: true, slow: false, cut: false }],
    ['a slow network', TOO_SLOW, { tooMuch: true, slow: true, cut: false }],
    ['status 408', answered(408), { tooMuch: true, slow: true, cut: false }],
    ['status 504', answered(504), { tooMuch: true, slow: true, cut: false }],
    ['status 502', GATEWAY, { tooMuch: false, slow: false, cut: false }],
    ['SlowDown', SLOW_DOWN, { tooMuch: false, slow: false, cut: false }],
    ['a disk that failed', new Error('EIO'), { tooMuch: false, slow: false, cut: false }],
  ])('of %s', (_, error, { tooMuch, slow, cut }) => {
    expect([isTooMuch(error), isSlow(error), isCut(error)]).toEqual([tooMuch, slow, cut]);
  });
});

describe('sendUntilStored', () => {
  const world = cosWorld(500);

  /** Sends with these failures, one for each attempt; `found` is what each look finds. */
  async function send(
    failures: readonly Error[],
    { isDivisible = false, found = [] as readonly (string | undefined)[] } = {},
  ) {
    const steps: string[] = [];
    const [left, looks] = [[...failures], [...found]];
    const result = await sendUntilStored({
      cos: world().options,
      isDivisible,
      send: async () => {
        steps.push('send');
        await Promise.resolve();
        const failure = left.shift();
        if (failure !== undefined) throw failure;
        return 'sent';
      },
      look: async () => {
        steps.push('look');
        await Promise.resolve();
        return looks.shift();
      },
    }).catch((error: unknown) => error);
    return { result, steps: steps.join(' ') };
  }

  it.each<[string, Error[], (string | undefined)[], string, string]>([
    ['nothing failed', [], [], 'sent', 'send'],
    ['the answer was lost', [CUT], ['found'], 'found', 'send look'],
    ['the body was lost', [CUT], [undefined], 'sent', 'send look send'],
    [
      'both were lost, one after another',
      [CUT, CUT],
      [undefined, 'found'],
      'found',
      'send look send look',
    ],
    ['a gateway failed', [GATEWAY], ['found'], 'found', 'send look'],
    ['COS refused it', [SLOW_DOWN], ['found'], 'sent', 'send send'],
    [
      'COS refused it after a lost body',
      [CUT, TOO_SLOW],
      [undefined],
      'sent',
      'send look send send',
    ],
  ])('checks before it sends again if %s', async (_, failures, found, result, steps) => {
    expect(await send(failures, { found })).toEqual({ result, steps });
  });

  it.each<[string, Error, string]>([
    ['a body that is too long', TOO_LONG, 'send'],
    ['a network that is too slow', TOO_SLOW, 'send'],
    ['a cut, once it is not there', CUT, 'send look'],
  ])('leaves it to smaller pieces after %s', async (_, failure, steps) => {
    const told = await send([failure, failure], { isDivisible: true });
    expect(told.result).toBeInstanceOf(TooMuchForLineError);
    expect(told.result).toMatchObject({ code: 'too-much-for-line', cause: failure });
    expect(told.steps).toBe(steps);
  });

  it('sends a large piece again if its size is not what failed', async () => {
    const told = await send([SLOW_DOWN, GATEWAY], { isDivisible: true });
    expect(told).toEqual({ result: 'sent', steps: 'send send look send' });
  });

  it('ends with what smaller pieces cannot avoid', async () => {
    expect(await send([TOO_LONG])).toEqual({ result: TOO_LONG, steps: 'send' });
    const denied = answered(403, 'AccessDenied');
    expect(await send([denied], { isDivisible: true })).toEqual({ result: denied, steps: 'send' });
  });

  it('ends with the reason of its signal, whatever failed', async () => {
    const reason = new Error('cancelled');
    const result = sendUntilStored({
      cos: world().options,
      isDivisible: true,
      send: () => {
        world().cancel.abort(reason);
        return Promise.reject(TOO_LONG);
      },
      look: () => Promise.resolve(undefined),
    });
    await expect(result).rejects.toBe(reason);
  });
});
