import { afterEach, describe, expect, it } from '@jest/globals';
import { DEMO_FUNCTION } from '../../../simulator/index.ts';
import { CODE, CODE_SHA256, openScf, readSaved, SCF, warnings } from '../download-world.ts';
import { runAnswered } from '../any-step.ts';
import { observeEnding } from '../observe-endings.ts';
import type { ServiceWorld } from '../services.ts';
import { closeServices, failure, success } from '../services.ts';
import { formatText } from '../../../src/text/format-text.ts';

afterEach(closeServices);

const DEPLOYING = 'FailedOperation.FunctionStatusError';
const parameters = ({ simulator }: ServiceWorld) => simulator.calls.map((call) => call.parameters);

describe('scf-code-url', () => {
  it('gives the address and the hash of the code', async () => {
    const world = await openScf();
    const run = await world.run(SCF);
    expect(run).toMatchObject({ ...success(), annotations: [] });
    expect(run.outputs).toMatchObject({
      'download-sha256': CODE_SHA256,
      'request-id': world.simulator.calls[0]?.requestId,
    });
    const answer = await fetch(run.outputs['download-url'] ?? '');
    await expect(answer.text()).resolves.toBe(CODE);
  });

  it('opens protected code with code-secret, which it masks', async () => {
    const world = await openScf({ codeSecret: 'open-sesame' });
    const run = await world.run({ ...SCF, 'code-secret': 'open-sesame' });
    expect(run).toMatchObject(success());
    expect(parameters(world)).toMatchObject([{ CodeSecret: 'open-sesame' }]);
    expect(run.masks).toContain('open-sesame');
  });

  it.each([
    ['UnauthorizedOperation.CodeSecret', {}],
    ['InvalidParameterValue.CodeSecret', { 'code-secret': 'open-barley' }],
  ])('advises on code-secret after %s', async (code, inputs) => {
    const world = await openScf({ codeSecret: 'open-sesame' });
    const run = await world.run({ ...SCF, ...inputs });
    expect(run).toMatchObject(failure(code));
    expect(run.annotations[0]?.message).toContain('code-secret');
  });

  it.each(['hex', 'base64'] as const)('verifies a download by a %s hash', async (codeSha256) => {
    const world = await openScf({ behaviour: { codeSha256 } });
    const run = await world.run({ ...SCF, 'download-path': 'backup/' });
    expect(run).toMatchObject({ ...success(), annotations: [] });
    expect(run.outputs['download-sha256']).toBe(CODE_SHA256);
    expect(readSaved(world, `backup/${DEMO_FUNCTION.functionName}.zip`)).toBe(CODE);
  });

  it.each([
    [{ 'download-path': 'code.zip' }, 1],
    [{}, 0],
  ])('warns of a download without a hash (%j)', async (inputs, count) => {
    const world = await openScf({ behaviour: { codeSha256: 'none' } });
    const run = await world.run({ ...SCF, ...inputs });
    expect(run).toMatchObject(success());
    expect(warnings(run)).toHaveLength(count);
  });

  it('sends qualifier and namespace only where they are given', async () => {
    const world = await openScf({ namespace: 'default', versions: { 3: Buffer.from(CODE) } });
    const FunctionName = DEMO_FUNCTION.functionName;
    const runs = [await world.run(SCF)];
    runs.push(await world.run({ ...SCF, qualifier: '3', namespace: 'default' }));
    expect(parameters(world)).toEqual([
      { FunctionName },
      { FunctionName, Qualifier: '3', Namespace: 'default' },
    ]);
    const targets = runs.map(({ lines }) => lines.find((line) => line.startsWith('▸ Target')));
    expect(targets).toEqual([
      expect.stringContaining('$LATEST'),
      expect.stringMatching(/ 3 .*default/),
    ]);
  });

  it('waits while the function is being deployed, and logs once why', async () => {
    const world = await openScf({ deployingSeconds: 50 });
    const run = await world.run(SCF);
    expect(run).toMatchObject(success());
    expect(world.clock.seconds()).toBeGreaterThanOrEqual(50);
    expect(world.calls('GetFunctionAddress').slice(0, 2)).toEqual([DEPLOYING, DEPLOYING]);
    const events = run.lines.filter((line) => /^ +\d\d:\d\d/.test(line));
    expect(events).toEqual([expect.stringContaining('The function is deploying.')]);
  });

  it.each(['FailedOperation.FunctionNameStatusError', 'UnauthorizedOperation.FunctionStatus'])(
    'waits while the function is busy (%s)',
    async (code) => {
      const world = await openScf();
      const action = 'GetFunctionAddress';
      world.simulator.faults.inject({ kind: 'api-error', action, code, times: 3 });
      await expect(world.run(SCF)).resolves.toMatchObject(success());
      expect(world.simulator.calls).toHaveLength(4);
    },
  );

  it('plans to wait for a deployment, and does not wait for the plan', async () => {
    const world = await openScf({ deployingSeconds: 4_000 });
    const run = await world.run({ ...SCF, 'dry-run': 'true' });
    expect(run).toMatchObject(success('planned'));
    expect(run.plan).toMatchObject({
      changes: [{ key: 'plan.scf-wait' }, { key: 'plan.scf-url' }],
      blockers: [],
    });
    expect(world.calls('GetFunctionAddress')).toEqual([DEPLOYING]);
  });

  it('tells at the timeout what the cloud said last', async () => {
    const world = await openScf({ deployingSeconds: 4_000 });
    await expect(world.run({ ...SCF, timeout: '1m' })).resolves.toMatchObject({
      ...failure('function-deploying', 'timed-out'),
      details: [
        {
          label: { key: 'words.message' },
          text: expect.stringContaining('is deploying.'),
        },
      ],
      next: [{ sentence: { key: 'outcome.more-time' } }],
    });
  });

  it.each([
    [{ kind: 'http-502-html' }, 'ambiguous-response'],
    [{ kind: 'api-error', code: 'InternalError' }, 'InternalError'],
  ] as const)('fails as any operation where nothing is answered: %j', async (fault, code) => {
    const world = await openScf();
    world.simulator.faults.inject({ ...fault, action: 'GetFunctionAddress', times: 1000 });
    await expect(world.run({ ...SCF, timeout: '1m' })).resolves.toMatchObject(
      failure(code, 'timed-out'),
    );
    await expect(world.run({ ...SCF, timeout: '30m' })).resolves.toMatchObject(failure(code));
    expect(world.clock.seconds()).toBeLessThan(300);
  });

  it('tells at the timeout why nothing has been answered for long', async () => {
    const world = await openScf({ deployingSeconds: 4_000 });
    const fault = { kind: 'api-error', code: 'InternalError', occurrence: 'second' } as const;
    world.simulator.faults.inject({ ...fault, action: 'GetFunctionAddress', times: 1000 });
    const run = await world.run({ ...SCF, timeout: '10m' });
    expect(run).toMatchObject(failure('function-deploying', 'timed-out'));
    expect(run.details.map(({ text }) => formatText(text, 'en-US'))).toEqual([
      expect.stringContaining('is deploying.'),
      expect.stringMatching(/^InternalError: .*RequestId/),
    ]);
  });

  it('fails at once for a function that is not there', async () => {
    const world = await openScf();
    const run = await world.run({ ...SCF, 'function-name': 'nowhere' });
    expect(run).toMatchObject(failure('ResourceNotFound.Function'));
    expect(world.simulator.calls).toHaveLength(1);
  });

  it.each(['false', 'true'])('has none for a function without code (dry-run: %s)', async (dry) => {
    const body = JSON.stringify({ Response: { Url: '', CodeSha256: '', RequestId: 'r-1' } });
    const ending = await observeEnding(() =>
      runAnswered(SCF.operation, [body], { 'dry-run': dry }),
    );
    expect(ending.code).toBe(dry === 'true' ? '' : 'code-url-missing');
    expect(ending.next).toHaveLength(dry === 'true' ? 0 : 1);
    expect(ending.plan?.blockers.length).toBe(dry === 'true' ? 1 : undefined);
  });
});
