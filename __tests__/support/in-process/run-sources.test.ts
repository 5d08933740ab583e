import { afterEach, describe, expect, it } from '@jest/globals';
import { steady } from '../../scenarios/steady-text.ts';
import { BETA, closeServedWorlds, openServed } from '../../scenarios/verification/served-world.ts';
import type { RunMore } from '../../scenarios/world.ts';

afterEach(closeServedWorlds);

type Inputs = Record<string, string>;

const UPDATE = { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0', 'verify-url': '' };
const START = { ...UPDATE, wait: 'false' };
// Between two polls: which of two things of one moment comes first differs from run to run.
const CANCEL = { signals: [{ signal: 'SIGTERM', after: 14 }] } as const;

/** The folder of a step, which has a name of its own each time. */
const FOLDER = /\brunner-\w{6}\b/g;

/** Everything that a step and its post run leave behind. */
async function leave(inProcess: boolean, inputs: Inputs, more: RunMore): Promise<string> {
  const { run, world } = await openServed({}, { inProcess });
  const main = await run(inputs, more);
  const post = await run(inputs, { ...more, signals: [], state: main.state });
  // In one moment, calls over connections arrive in any order.
  const calls = world.simulator.calls
    .map(({ action, at, outcome }) => `${at} ${action} ${outcome}`)
    .sort();
  return steady(
    JSON.stringify({ main, post, calls }, undefined, 1).replaceAll('\\n', '\n'),
  ).replace(FOLDER, 'runner-1');
}

describe('A run in this process leaves the same behind as a process', () => {
  it.each<[string, Inputs, RunMore]>([
    ['that rolls out', UPDATE, {}],
    ['that verifies', { ...BETA, 'verify-duration': '20s' }, {}],
    [
      'in Chinese that stops at a batch',
      { ...BETA, 'verify-url': '', 'on-waiting': 'stop', language: 'zh-CN' },
      {},
    ],
    [
      'that is cancelled, and whose rollback is left to post',
      { ...UPDATE, 'on-cancel': 'revert' },
      CANCEL,
    ],
    ['of an action of its own', { 'verify-url': '' }, { folder: 'tem/wait' }],
    ['with wrong inputs', { ...UPDATE, timeout: '30', region: '' }, {}],
    ['that must not write its summary', START, { env: { GITHUB_STEP_SUMMARY: '/no/such/file' } }],
    ['without files', START, { env: { GITHUB_STEP_SUMMARY: '' } }],
  ])('%s', async (_, inputs, more) => {
    const own = await leave(true, inputs, more);
    expect(own).toEqual(await leave(false, inputs, more));
  });
});
