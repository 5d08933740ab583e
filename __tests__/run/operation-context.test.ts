import { describe, expect, it } from '@jest/globals';
import { Agent } from 'undici';
import { createLog } from '../../src/github/log.ts';
import type { Identity } from '../../src/github/read-identity.ts';
import { runMain } from '../../src/run/main-step.ts';
import type { SavedStep } from '../../src/run/saved-step.ts';
import { createRunRecord } from '../../src/report/run-record.ts';
import type { Connection } from '../../src/run/connect-identity.ts';
import { connectIdentity } from '../../src/run/connect-identity.ts';
import { createOperationContext } from '../../src/run/operation-context.ts';
import { createTem } from '../../src/tencent/services/tem-api.ts';
import type { OperationContext } from '../../src/operations/operation.ts';
import { durationText } from '../../src/text/message.ts';
import type { Runtime } from '../../src/run/runtime.ts';
import { recordingCore } from '../operations/recorder.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { NO_PROBES } from '../support/no-probes.ts';

const TARGET = { applicationId: 'app-1', environmentId: 'en-1' };
const IDENTITY: Identity = {
  base: { secretId: 'AKIDexample', secretKey: 'example', source: 'inputs' },
  roles: { roleArns: [], session: { roleSessionName: 'session', durationSeconds: 3600 } },
};
const CONNECTION: Connection = {
  endpoint: 'tencentcloudapi.com',
  language: 'en-US',
  region: undefined,
};

const SAVED: SavedStep = {
  operation: 'tem-wait',
  connection: CONNECTION,
  identity: { base: { source: 'inputs' }, roles: IDENTITY.roles },
  template: { uses: 'octo-org/deploy@v1', remarks: [], env: [], with: [] },
  summary: true,
};

const NEVER = new AbortController().signal;

interface Limits {
  readonly timeout?: number;
  readonly cancelSignal?: AbortSignal;
}

/** A world whose cloud answers every call with what it was sent. */
function openWorld(more: Partial<Runtime> = {}) {
  const { core, recorded } = recordingCore();
  const sent: Readonly<Record<string, string>>[] = [];
  const world: Runtime = {
    core,
    env: {},
    clock: virtualClock(),
    random: () => 0,
    cancelSignal: NEVER,
    dispatcher: new Agent(),
    uploadArtifact: () => Promise.reject(new Error('none')),
    ...NO_PROBES,
    openDeployments: () => Promise.reject(new Error('none')),
    post: ({ headers }) => {
      sent.push(headers);
      return Promise.resolve({ status: 200, body: '{"Response":{"Result":{},"RequestId":"r"}}' });
    },
    ...more,
  };
  return { world, recorded, sent };
}

function openContext(
  world: Runtime,
  { timeout = 1, cancelSignal = NEVER, ...connection }: Partial<Connection> & Limits = {},
): OperationContext {
  const log = createLog(world.core);
  const identity = connectIdentity(world, log, IDENTITY, { ...CONNECTION, ...connection });
  const startedAt = world.clock.now();
  return createOperationContext(world, log, identity, {
    startedAt,
    deadline: startedAt + timeout,
    timeLimit: durationText(timeout),
    cancelSignal,
    report: createRunRecord(),
    savedStep: SAVED,
  });
}

describe('a step', () => {
  it('has the transfers and the start that it was given', () => {
    const { world } = openWorld();
    const step = openContext(world, { timeout: 90_000 });
    expect(step.startedAt).toBe(world.clock.now());
    expect(step.transfer.deadline).toBe(world.clock.now() + 90_000);
  });

  it('names its own limit, also after it', () => {
    const step = openContext(openWorld().world, { timeout: 90_000 });
    const later = { deadline: step.deadline + 300_000, cancelSignal: NEVER };
    const limits = [step, step.withLimits(later)].map(({ timeLimit }) => timeLimit);
    expect(limits).toEqual([{ duration: 90_000 }, { duration: 90_000 }]);
  });

  it('waits for no artifact once the job is cancelled', async () => {
    const { world } = openWorld();
    const uploadArtifact = () => new Promise<number>(() => undefined);
    const cancel = new AbortController();
    const { signal: cancelSignal } = cancel;
    const step = openContext({ ...world, uploadArtifact }, { timeout: 90_000, cancelSignal });
    const uploaded = step.uploadArtifact('code', '/tmp/code.zip', undefined);
    cancel.abort(new Error('cancelled'));
    await expect(uploaded).rejects.toThrow('cancelled');
  });

  it('keeps no artifact after a cancel', async () => {
    const { world } = openWorld();
    const uploads: string[] = [];
    const uploadArtifact = (name: string) => {
      uploads.push(name);
      return Promise.reject(new Error('there is no artifact service'));
    };
    const cancelSignal = AbortSignal.abort(new Error('cancelled'));
    const step = openContext({ ...world, uploadArtifact }, { timeout: 90_000, cancelSignal });
    await expect(step.uploadArtifact('code', '/tmp/a', undefined)).rejects.toThrow('cancelled');
    expect(uploads).toEqual([]);
  });

  it('names no region where none is given', async () => {
    const { world, sent } = openWorld();
    const step = openContext(world);
    expect(step.region).toBe('');
    await createTem(step.call).describeApplicationInfo(TARGET);
    expect(sent).toHaveLength(1);
    expect(sent[0]).not.toHaveProperty('x-tc-region');
    expect(sent[0]).toHaveProperty('host', 'tem.tencentcloudapi.com');
  });

  it('names the region that is given', async () => {
    const { world, sent } = openWorld();
    const step = openContext(world, { region: 'ap-shanghai' });
    expect(step.region).toBe('ap-shanghai');
    await createTem(step.call).describeApplicationInfo(TARGET);
    expect(sent[0]).toHaveProperty('x-tc-region', 'ap-shanghai');
  });

  it('works under other limits after a cancel', async () => {
    const { world, sent } = openWorld();
    const step = openContext(world, { cancelSignal: AbortSignal.abort(new Error('cancelled')) });
    await expect(createTem(step.call).describeApplicationInfo(TARGET)).rejects.toThrow('cancelled');
    const { signal: cancelSignal } = new AbortController();
    const limited = step.withLimits({ deadline: step.deadline + 1, cancelSignal });
    expect(limited).toMatchObject({ cancelSignal, deadline: step.deadline + 1 });
    expect(limited.transfer.deadline).toBe(limited.deadline);
    expect([step, limited].map(({ deadlineSignal }) => deadlineSignal.aborted)).toEqual([
      true,
      false,
    ]);
    const tem = createTem(limited.call);
    await expect(tem.describeApplicationInfo(TARGET)).resolves.toHaveProperty('applicationId');
    expect(sent).toHaveLength(1);
  });

  it('leaves what is pending to the end of the job, and takes it back', () => {
    const { world, recorded } = openWorld();
    const step = openContext(world);
    step.save({ kind: 'x' });
    expect(JSON.parse(recorded.state.state ?? '')).toEqual({ pending: { kind: 'x' }, step: SAVED });
    step.save(undefined);
    expect(JSON.parse(recorded.state.state ?? '')).toEqual({});
  });
});

describe('an environment that cannot be read', () => {
  it('is no wrong input: the error comes out as it is, and the outputs are there', async () => {
    const env = new Proxy(
      {},
      {
        get: (_, name) => {
          if (String(name).startsWith('INPUT_OPERATION')) throw new TypeError('no environment');
          return undefined;
        },
      },
    );
    const { world, recorded } = openWorld({ env });
    await expect(runMain(world)).resolves.toBe(1);
    expect(recorded.outputs).toMatchObject({ status: 'failed', 'duration-seconds': '0' });
    expect(recorded.annotations[0]?.title).toContain('no environment');
  });
});
