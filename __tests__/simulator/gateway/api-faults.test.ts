import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { manualClock, startSimulator } from '../../../simulator/index.ts';
import type { FaultKind, FaultRequest, ManualClock, Simulator } from '../../../simulator/index.ts';
import { postDirectly } from '../../support/direct-call.ts';
import { outcome, post, signRequest } from '../support/signed-calls.ts';

const APPLICATION = { ApplicationId: 'app-shop0001', EnvironmentId: 'en-prod0001' };
const trigger = {
  action: 'RollingUpdateApplicationByVersion',
  parameters: { ...APPLICATION, DeployVersion: 'v2' },
};
const read = { action: 'DescribeApplicationPods', parameters: APPLICATION };

let clock: ManualClock;
let simulator: Simulator;

beforeEach(async () => {
  clock = manualClock();
  simulator = await startSimulator({ clock });
});

afterEach(async () => {
  await simulator.close();
});

/** What never answers, or not without the clock. */
const SILENT: readonly FaultKind[] = ['hang', 'slow'];

/** What a client sees: status and body, 'no connection', or 'no answer'. */
async function view(send: () => Promise<string>): Promise<string> {
  try {
    return await send();
  } catch (error) {
    return (error as Error).name === 'TimeoutError' ? 'no answer' : 'no connection';
  }
}

async function sendTrigger(kind: FaultKind): Promise<string> {
  const signal = AbortSignal.timeout(SILENT.includes(kind) ? 200 : 20_000);
  const options = { method: 'POST', ...signRequest(simulator, trigger), signal };
  const response = await fetch(`${simulator.url}/`, options);
  return `${response.status} ${await response.text()}`;
}

const isExecuted = (): boolean => simulator.tem.application('app-shop0001').rollouts.length > 0;

describe('a fault', () => {
  const rows: [FaultKind, boolean, RegExp][] = [
    ['refuse', false, /^no connection$/],
    ['reset-before', false, /^no connection$/],
    ['reset-after', true, /^no connection$/],
    ['hang', false, /^no answer$/],
    ['slow', true, /^no answer$/],
    ['http-500', false, /^500 /],
    ['http-403-html', false, /^403 <html>/],
    ['http-502-html', false, /^502 <html>/],
    ['http-429', false, /^429 /],
    ['api-error', false, /^200 .*"Code":"InternalError"/],
    ['api-error-after', true, /^200 .*"Code":"InternalError"/],
    ['rate-limit', false, /^200 .*"Code":"RequestLimitExceeded"/],
    ['truncated-json', true, /^200 \{"Response":\{"Resul[^}]*$/],
    ['wrong-json', true, /^200 \{"Response":\[\]\}$/],
    ['empty-body', true, /^200 $/],
    ['clock-skew', false, /^200 .*"Code":"AuthFailure.SignatureExpire"/],
    ['expired-credentials', false, /^200 .*"Code":"AuthFailure.TokenFailure"/],
  ];

  it.each(rows)('%s (executed: %s) looks like %s', async (kind, executed, expected) => {
    simulator.faults.inject({ kind });
    await expect(view(() => sendTrigger(kind))).resolves.toMatch(expected);
    expect(isExecuted()).toBe(executed);
    const outcomeOfCall = kind === 'clock-skew' ? 'AuthFailure.SignatureExpire' : kind;
    expect(simulator.calls.map((call) => call.outcome)).toStrictEqual([outcomeOfCall]);
  });

  it.each(rows)(
    '%s (executed: %s) without a connection looks like %s',
    async (kind, executed, expected) => {
      simulator.faults.inject({ kind });
      const fail = () => Promise.reject(new Error('there is no connection'));
      const call = { ...signRequest(simulator, trigger), url: new URL(simulator.url) };
      call.headers.host = call.url.host;
      const signal = AbortSignal.timeout(SILENT.includes(kind) ? 50 : 20_000);
      await expect(
        view(async () => {
          const { status, body } = await postDirectly(simulator, fail)(call, signal);
          return `${status} ${body}`;
        }),
      ).resolves.toMatch(expected);
      expect(isExecuted()).toBe(executed);
    },
  );

  it('answers any code', async () => {
    simulator.faults.inject({ kind: 'api-error', code: 'ResourceUnavailable.WaitForKruise' });
    await expect(outcome(simulator, read)).resolves.toBe('ResourceUnavailable.WaitForKruise');
  });

  it('is unknown', () => {
    const fault = { kind: 'earthquake' } as unknown as FaultRequest;
    expect(() => {
      simulator.faults.inject(fault);
    }).toThrow(/"earthquake".*refuse, reset-before/);
  });
});

describe('slow', () => {
  it('answers after its virtual seconds', async () => {
    simulator.faults.inject({ kind: 'slow', seconds: 60 });
    const answered = outcome(simulator, read);
    await struck('slow');
    await expect(Promise.race([answered, tick()])).resolves.toBe('tick');
    clock.advance(60);
    await expect(answered).resolves.toBe('ok');
  });
});

describe('clock-skew', () => {
  it('lets a client through that follows the Date header', async () => {
    simulator.faults.inject({ kind: 'clock-skew', seconds: -900 });
    const response = await post(simulator, signRequest(simulator, read));
    const date = response.headers.get('Date') ?? '';
    const timestamp = Date.parse(date) / 1000;
    expect(Math.round(timestamp - clock.now() / 1000)).toBeCloseTo(-900, -1);
    await expect(outcome(simulator, { ...read, timestamp })).resolves.toBe('ok');
  });
});

describe('a hanging connection', () => {
  it('does not keep the simulator from closing', async () => {
    simulator.faults.inject({ kind: 'hang' });
    const hanging = outcome(simulator, read).catch(() => 'no connection');
    await struck('hang');
    await simulator.close();
    await expect(hanging).resolves.toBe('no connection');
  });
});

describe('occurrence', () => {
  const E = 'RequestLimitExceeded';
  it.each<[string, Partial<FaultRequest>, string[]]>([
    ['is the first by default', {}, [E, 'ok', 'ok', 'ok']],
    ['first', { occurrence: 'first', times: 2 }, [E, E, 'ok', 'ok']],
    ['second', { occurrence: 'second' }, ['ok', E, 'ok', 'ok']],
    ['a number', { occurrence: 3 }, ['ok', 'ok', E, 'ok']],
    ['a number, several times', { occurrence: 2, times: 2 }, ['ok', E, E, 'ok']],
    ['every', { occurrence: 'every' }, [E, E, E, E]],
    ['every, limited', { occurrence: 'every', times: 3 }, [E, E, E, 'ok']],
    ['of another action', { action: trigger.action }, ['ok', 'ok', 'ok', 'ok']],
  ])('%s', async (_, fault, expected) => {
    simulator.faults.inject({ kind: 'rate-limit', ...fault });
    const seen: string[] = [];
    while (seen.length < expected.length) seen.push(await outcome(simulator, read));
    expect(seen).toStrictEqual(expected);
  });

  it('last is the read that would show the end', async () => {
    simulator.faults.inject({ kind: 'rate-limit', occurrence: 'last' });
    const seen = [await outcome(simulator, read)];
    simulator.tem.application('app-shop0001').startRollout({ DeployVersion: 'v2' });
    seen.push(await outcome(simulator, read));
    clock.advance(60);
    seen.push(await outcome(simulator, read), await outcome(simulator, read));
    expect(seen).toStrictEqual(['ok', 'ok', E, 'ok']);
  });

  it('of several faults the first strikes, then the next', async () => {
    simulator.faults.inject({ kind: 'rate-limit' });
    simulator.faults.inject({ kind: 'api-error', code: 'ServiceUnavailable' });
    const seen = [await outcome(simulator, read), await outcome(simulator, read)];
    expect(seen).toStrictEqual([E, 'ServiceUnavailable']);
  });

  it('ends with clear', async () => {
    simulator.faults.inject({ kind: 'rate-limit', occurrence: 'every' });
    simulator.faults.clear();
    await expect(outcome(simulator, read)).resolves.toBe('ok');
  });
});

async function struck(kind: FaultKind): Promise<void> {
  while (simulator.calls[0]?.outcome !== kind) await tick();
}

function tick(): Promise<string> {
  return new Promise((resolve) => {
    setTimeout(() => {
      resolve('tick');
    }, 20);
  });
}
