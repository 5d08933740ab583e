import { afterEach, describe, expect, it } from '@jest/globals';
import { HOSTILE } from '../support/hostile.ts';
import { isCommand, LINE_END } from '../support/runner-core.ts';
import type { Fields, Inputs, Run, TestWorld } from './world.ts';
import { closeWorlds, startWorld, UPDATE } from './world.ts';

const COMMAND = '\n::set-output name=status::succeeded';
const MARKUP = '<img src=x onerror=alert(1)> [a](http://evil.example) | `b` ![c](x) @octocat';

afterEach(closeWorlds);

/** Everything that the step prints by itself, line by line as the runner reads it. */
function printed(run: Run): string[] {
  return run.lines.flatMap((line) => line.split(LINE_END));
}

/** What the texts of annotations look like where the runner echoes them into the log. */
function echoed(run: Run): string[] {
  return run.annotations.flatMap(({ title, message }) => [
    ...title.split(LINE_END),
    ...message.split(LINE_END),
  ]);
}

function expectHarmless(run: Run): void {
  expect(printed(run).filter(isCommand)).toEqual([]);
  expect(echoed(run).filter(isCommand)).toEqual([]);
  expect(printed(run).every((line) => /^(▸ \S| +\d+:\d\d {2}\S)/.test(line))).toBe(true);
}

/** Every text of the cloud that a reader may get to see says this. */
function poison(world: TestWorld, hostile: string): void {
  const names = [
    'ApplicationName',
    'DeployVersion',
    'OldDeployVersion',
    'ErrorMessage',
    'UnhealthyWarningMsg',
    'PkgName',
    'BatchStatus',
  ];
  world.intercept((_, answer) => replaced(answer, names, hostile) as Fields);
}

function replaced(value: unknown, names: readonly string[], by: string): unknown {
  if (Array.isArray(value)) return value.map((entry) => replaced(entry, names, by));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, content]) => [
      name,
      names.includes(name) ? by : replaced(content, names, by),
    ]),
  );
}

async function runPoisoned(hostile: string, inputs: Inputs = {}): Promise<Run> {
  const world = await startWorld({ behaviour: { crash: { status: `Error ${hostile}` } } });
  poison(world, hostile);
  return world.run({ ...UPDATE, 'failure-grace': '30s', 'poll-interval': '20s', ...inputs });
}

describe('texts of the cloud', () => {
  it.each(HOSTILE)('come out harmless in the log and in annotations: %j', async (hostile) => {
    const run = await runPoisoned(hostile);
    expect(run.outputs.status).toBe('failed');
    expectHarmless(run);
  });

  it.each([COMMAND, '##[command]rm -rf /', MARKUP])(
    'of a pod that crashes cannot be read as something else: %j',
    async (hostile) => {
      const run = await runPoisoned(hostile);
      expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
      expectHarmless(run);
      const outsideFences = run.summary.replace(/^ *(```+)[\s\S]*?\1$/gm, '');
      expect(outsideFences).not.toMatch(/<img/);
      expect(outsideFences).not.toMatch(/(?<!\\)\]\(http/);
    },
  );

  it('of a rollout that succeeds cannot be read as something else', async () => {
    const world = await startWorld({ applicationName: MARKUP, deployVersion: '##[command]x' });
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { 'previous-version': '##[command]x' } });
    expectHarmless(run);
    expect(run.summary).not.toMatch(/<img/);
    expect(run.summary).not.toMatch(/(?<!\\)!?\[[ac]\]\(/);
    const fact = run.summary.split('\n').find((line) => line.startsWith('- **Application'));
    expect(fact).toContain('app-shop0001');
  });

  it('of an error cannot be read as something else', async () => {
    const world = await startWorld();
    world.simulator.faults.inject({
      kind: 'api-error',
      action: 'DescribeApplicationInfo',
      code: `FailedOperation.X${COMMAND}`,
      occurrence: 'every',
      message: `no${COMMAND}\n##[error]y`,
    });
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expectHarmless(run);
  });

  it('are quoted in the lines to copy', async () => {
    const world = await startWorld();
    await world.run(UPDATE);
    world.intercept((action, answer) =>
      action === 'DescribeDeployApplicationDetail'
        ? { ...answer, Result: { ...(answer.Result as object), OldDeployVersion: 'a: "b"\n- c' } }
        : undefined,
    );
    const run = await world.run({ operation: 'tem-revert' });
    expect(run.summary).toContain('deploy-version: "a: \\"b\\"\\n- c"');
    expectHarmless(run);
  });
});
