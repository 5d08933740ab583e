import { describe, expect, it } from '@jest/globals';
import { Agent } from 'undici';
import { createLog } from '../../../src/github/log.ts';
import { connectIdentity } from '../../../src/run/connect-identity.ts';
import { createRunRecord } from '../../../src/report/run-record.ts';
import { applyPolicy } from '../../../src/operations/tem/policies.ts';
import { createTemContext } from '../../../src/operations/tem/tem-context.ts';
import { trackExisting } from '../../../src/rollout/rollout-tracker.ts';
import { createOperationContext } from '../../../src/run/operation-context.ts';
import { recordingCore } from '../recorder.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const INPUTS = {
  timeout: 60_000,
  failureGrace: 30_000,
  onFailure: 'keep',
  onTimeout: 'keep',
  onCancel: 'keep',
} as const;

/** A session that has not seen anything, and cannot. */
function openBlindSession() {
  const { core } = recordingCore();
  const world = {
    core,
    env: {},
    clock: virtualClock(),
    random: () => 0,
    signal: new AbortController().signal,
    post: () => Promise.reject(new Error('nothing may be called')),
    dispatcher: new Agent(),
    uploadArtifact: () => Promise.reject(new Error('nothing may be kept')),
    openDeployments: () => Promise.reject(new Error('nothing is to be recorded')),
  };
  const log = createLog(core);
  const keys = { secretId: 'id', secretKey: 'key', source: 'inputs' } as const;
  const roles = { roleArns: [], session: { roleSessionName: 'session' } };
  const connection = { endpoint: 'tencentcloudapi.com', language: 'en-US', region: '' } as const;
  const identity = connectIdentity(world, log, { base: keys, roles }, connection);
  const limit = { startedAt: world.clock.now(), timeout: INPUTS.timeout };
  const step = createOperationContext(world, log, identity, limit);
  const target = { applicationId: 'app-1', environmentId: 'en-1' };
  return createTemContext({ ...step, report: createRunRecord() }, target);
}

describe('a conclusion without a look', () => {
  const watch = trackExisting('revision-1');

  it.each([
    [{ kind: 'succeeded', watch } as const, 'app-1 is on the new version'],
    [{ kind: 'waiting', watch } as const, 'app-1 waits for confirmation'],
    [{ kind: 'timed-out', watch } as const, 'no verdict within 1 min (timeout)'],
    [{ kind: 'cancelled', watch } as const, 'the job was cancelled'],
  ])('says what is known: $kind', async (ending, headline) => {
    const ended = await applyPolicy(openBlindSession(), ending, INPUTS);
    expect(ended).toMatchObject({ status: ending.kind, headline });
  });
});
