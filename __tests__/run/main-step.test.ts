import { afterEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { DEMO_CREDENTIALS } from '../../simulator/index.ts';
import { formatText } from '../../src/text/format-text.ts';
import type { Text } from '../../src/text/message.ts';
import { message } from '../../src/text/message.ts';
import { UPDATE, annotated, closeWorlds, startWorld } from '../operations/world.ts';
import type { Inputs, Run } from '../operations/world.ts';

const INFO = 'DescribeApplicationInfo';
const WAIT = { operation: 'tem-wait' };

const inEnglish = (text: Text) => formatText(text, 'en-US');

afterEach(closeWorlds);

describe('a step', () => {
  it('leaves its outputs, and all of them as JSON', async () => {
    const world = await startWorld();
    const run = await world.run(UPDATE);
    const { result, ...others } = run.outputs;
    expect(JSON.parse(result ?? '')).toMatchObject({
      operation: 'tem-rolling-update',
      status: 'succeeded',
      message: others.message,
      'revision-id': others['revision-id'],
      'duration-seconds': Math.round(run.seconds),
    });
    expect(Object.keys(others).toSorted()).toEqual([
      'application-name',
      'changed',
      'console-url',
      'duration-seconds',
      'failed-instances',
      'instances',
      'message',
      'previous-version',
      'request-id',
      'revision-id',
      'status',
      'version',
    ]);
    expect(others['duration-seconds']).toBe(String(Math.round(run.seconds)));
  });

  it('leaves them on failure too', async () => {
    const world = await startWorld({ behaviour: { neverReady: true } });
    const run = await world.run({ ...UPDATE, timeout: '90s' });
    expect(run.outputs).toMatchObject({
      status: 'timed-out',
      'revision-id': world.application.revisionId,
      'previous-version': 'v2.3.9',
      'duration-seconds': '90',
    });
    expect(JSON.parse(run.outputs.result ?? '')).toMatchObject({ status: 'timed-out' });
  });

  it('tells its stages in order, the result last', async () => {
    const world = await startWorld();
    const { lines } = await world.run(UPDATE);
    const stages = lines.flatMap((line) => /^▸ (\w+)/.exec(line)?.[1] ?? []);
    expect(stages).toEqual(['Credentials', 'Target', 'Console', 'Rollout', 'Result']);
    expect(lines[1]).toBe(
      '▸ Target        shop-api · app-shop0001 in en-prod0001 (ap-guangzhou) · 2 instances of v2.3.9',
    );
    expect(lines.at(-1)).toMatch(/^▸ Result {8}succeeded in \d+ s · /);
  });

  it('writes a summary, unless it is told not to', async () => {
    const world = await startWorld();
    await expect(world.run(WAIT)).resolves.toMatchObject({
      summary: expect.stringMatching(/^## ✅ /),
    });
    await expect(world.run({ ...WAIT, summary: 'false' })).resolves.toMatchObject({
      exitCode: 0,
      summary: '',
    });
  });

  it('writes a summary without tables where nothing was found out', async () => {
    const world = await startWorld();
    const code = 'AuthFailure.SecretIdNotFound';
    world.simulator.faults.inject({ kind: 'api-error', action: INFO, code });
    const run = await world.run(WAIT);
    expect(run.exitCode).toBe(1);
    expect(run.calls).toEqual([INFO]);
    expect(run.summary).toMatch(/^## ❌ .*TEM.* DescribeApplicationInfo: /);
    expect(run.summary).toContain('`secret-id`');
    expect(run.summary).not.toContain('| Batch |');
  });

  it('has the keys masked before anything is printed', async () => {
    const world = await startWorld();
    const run = await world.run({
      ...WAIT,
      'secret-id': 'AKIDexample',
      'secret-key': 'sk-example',
    });
    // What serves for nothing, the environment's here, is masked all the same.
    const { secretId, secretKey } = DEMO_CREDENTIALS;
    expect(run.masks).toEqual(['AKIDexample', 'sk-example', secretId, secretKey]);
    expect(run.lines[0]).toContain(inEnglish(message('network.credentials-inputs')));
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
  });

  it('knows temporary keys by their token, and masks that too', async () => {
    const world = await startWorld();
    const { secretId, secretKey } = DEMO_CREDENTIALS;
    const token = 'session-token-of-the-job';
    const run = await world.run({
      ...WAIT,
      'secret-id': secretId,
      'secret-key': secretKey,
      token,
    });
    expect(run.masks).toContain(token);
    expect(run.lines[0]).toContain(inEnglish(message('network.credentials-temporary-inputs')));
  });

  it('warns of an input that has no effect', async () => {
    const world = await startWorld();
    const run = await world.run({ ...WAIT, 'deploy-version': 'v9' });
    expect(run.exitCode).toBe(0);
    expect(run.annotations).toEqual([
      {
        kind: 'warning',
        title: inEnglish(message('input.unused')),
        message: expect.stringMatching(/"deploy-version".*"tem-wait".*"tem-rolling-update"/),
      },
    ]);
  });

  it('speaks the language that it is asked for', async () => {
    const world = await startWorld();
    await world.run({ ...WAIT, language: 'zh-CN' });
    expect(new Set(world.simulator.calls.map(({ language }) => language))).toEqual(
      new Set(['zh-CN']),
    );
  });

  it('that is cancelled at its beginning ends as cancelled, without a call', async () => {
    const world = await startWorld();
    const running = world.run(UPDATE);
    world.cancel();
    const run = await running;
    expect(run).toMatchObject({ exitCode: 1, calls: [], outputs: { status: 'cancelled' } });
    expect(annotated(run)).toContain('the job was cancelled');
  });
});

describe('wrong inputs', () => {
  it('are reported at once and before any call', async () => {
    const world = await startWorld();
    const run = await world.run({
      ...UPDATE,
      'application-id': '',
      'deploy-strategy': 'CANARY',
      'batch-interval': 'soon',
    });
    expect(run).toMatchObject({ exitCode: 1, calls: [], outputs: { status: 'failed' } });
    expect(run.annotations).toHaveLength(1);
    expect(run.annotations[0]).toMatchObject({ kind: 'error', title: 'Wrong inputs' });
    expect(annotated(run)).toMatch(/^3 inputs need a change:/m);
    ['application-id is missing', '"CANARY"', '"soon"'].forEach((part) => {
      expect(annotated(run)).toContain(part);
    });
  });

  it('leave outputs and a summary, too', async () => {
    const world = await startWorld();
    const run = await world.run({ ...UPDATE, 'deploy-strategy': 'CANARY' });
    const { message: told, result = '', ...others } = run.outputs;
    expect(others).toEqual({ status: 'failed', changed: 'false', 'duration-seconds': '0' });
    expect(told).toContain('CANARY');
    expect(JSON.parse(result)).toMatchObject({ status: 'failed', changed: false, message: told });
    expect(run.summary).toMatch(/^## ❌ .*1 input/);
    expect(run.summary).toContain('deploy-strategy is "CANARY"');
  });

  it('include batch settings that do not fit the strategy', async () => {
    const world = await startWorld();
    const run = await world.run({ ...UPDATE, 'deploy-strategy': 'BETA' });
    expect(run).toMatchObject({ exitCode: 1, calls: [] });
    expect(annotated(run)).toContain('beta-batch-num');
  });
});

describe('an error of the action itself', () => {
  it('is told as one, with what was found out so far', async () => {
    const world = await startWorld();
    world.clock.at(10, () => {
      throw new TypeError('no time');
    });
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: { status: 'failed', 'previous-version': 'v2.3.9' },
    });
    expect(annotated(run)).toContain('internal error: no time');
    expect(annotated(run)).toContain('Please report');
  });
});

const BETA = { ...UPDATE, 'deploy-strategy': 'BETA', 'beta-batch-num': '1' };

afterEach(closeWorlds);

/** The inputs of the workflow steps that a summary has to copy, read as GitHub does. */
function readSteps({ summary }: Run): Inputs[] {
  const fences = Array.from(summary.matchAll(/^( *)```yaml\n([\s\S]*?)\n\1```$/gm));
  return fences.flatMap(([, , yaml = '']) =>
    (parse(yaml) as { with: Inputs }[]).map((step) => step.with),
  );
}

describe('the steps to copy of a rollout that waits', () => {
  it.each([
    ['tem-resume', 'succeeded'],
    ['tem-revert', 'reverted'],
  ])('have %s end as %s', async (operation, status) => {
    const world = await startWorld();
    const steps = readSteps(await world.run(BETA));
    expect(steps).toHaveLength(2);
    const copied = steps.find((step) => step.operation === operation) ?? {};
    expect(copied['revision-id']).toBe(world.application.revisionId);
    const { exitCode, outputs } = await world.run(copied);
    expect({ exitCode, status: outputs.status }).toEqual({ exitCode: 0, status });
  });
});
