import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createArtifacts } from '../support/workflow/artifacts.ts';
import type { Surroundings, WorkflowEvent } from '../support/workflow/model.ts';
import type { WorkflowRun } from '../support/workflow/run-workflow.ts';
import { runWorkflow } from '../support/workflow/run-workflow.ts';

const folder = mkdtempSync(join(tmpdir(), 'workflows-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const PUSH: WorkflowEvent = { name: 'push' };

/** Runs a workflow of `run:` steps alone. */
function run(
  jobs: string,
  { event = PUSH, ...more }: Partial<Surroundings> & { event?: WorkflowEvent; on?: string } = {},
): Promise<WorkflowRun> {
  const path = join(mkdtempSync(join(folder, 'one-')), 'it.yml');
  writeFileSync(path, `on:\n  push:\n${more.on ?? ''}jobs:\n${jobs}`);
  const cloud = { inputs: {}, secrets: () => [] };
  return runWorkflow(path, event, { cloud, secrets: {}, artifacts: createArtifacts(), ...more });
}

const job = (id: string, lines: string) =>
  `  ${id}:\n    runs-on: ubuntu-latest\n${lines.replace(/^/gm, '    ')}\n`;
const echo = (text: string) => `steps:\n  - run: echo ${text}`;
const results = ({ jobs }: WorkflowRun) => jobs.map(({ name, result }) => `${name} ${result}`);

describe('Jobs', () => {
  it('run in the order of their needs, whatever the order in the file', async () => {
    const ended = await run(job('second', `needs: first\n${echo('2')}`) + job('first', echo('1')));
    expect(results(ended)).toEqual(['first success', 'second success']);
  });

  it('are skipped after a failure, and after a skipped one; failure() and always() run', async () => {
    const ended = await run(
      job('bad', 'steps:\n  - run: exit 3') +
        job('next', `needs: bad\n${echo('x')}`) +
        job('after', `needs: next\n${echo('x')}`) +
        job('mend', `needs: next\nif: failure()\n${echo('x')}`) +
        job(
          'tidy',
          `needs: [bad, next]\nif: always() && needs.next.result == 'skipped'\n${echo('x')}`,
        ),
    );
    expect(results(ended).sort()).toEqual([
      'after skipped',
      'bad failure',
      'mend success',
      'next skipped',
      'tidy success',
    ]);
    expect(ended.result).toBe('failure');
  });

  it('lose an output that holds a masked value, and keep the others', async () => {
    const steps = `outputs:
  open: \${{ steps.it.outputs.open }}
  url: \${{ steps.it.outputs.url }}
  added: \${{ steps.it.outputs.added }}
steps:
  - id: it
    run: |
      echo "::add-mask::hidden"
      { echo "open=a b"; echo "url=https://x/?k=$KEY"; echo "added=not hidden"; } >> "$GITHUB_OUTPUT"
    env:
      KEY: \${{ secrets.KEY }}
  - run: test '\${{ steps.it.outputs.added }}' = 'not hidden'`;
    const ended = await run(job('it', steps), { secrets: { KEY: 'secretOfTheRepository' } });
    expect(ended.result).toBe('success');
    expect(ended.job('it')).toMatchObject({ outputs: { open: 'a b' }, dropped: ['url', 'added'] });
  });

  it('do not start where their environment is not approved', async () => {
    const asked: string[] = [];
    const ended = await run(job('it', `environment: production\n${echo('x')}`), {
      approve: (environment) => asked.push(environment) === 0,
    });
    expect(asked).toEqual(['production']);
    expect(ended.job('it')).toMatchObject({ result: 'failure', steps: [] });
  });
});

describe('Steps', () => {
  it('go on after a failure only where they say so', async () => {
    const steps = `steps:
  - id: bad
    run: exit 1
  - run: echo never
  - if: failure() && steps.bad.outcome == 'failure'
    run: echo mended`;
    const { steps: ran, result } = (await run(job('it', steps))).job('it');
    expect(ran.map(({ outcome }) => outcome)).toEqual(['failure', 'skipped', 'success']);
    expect(result).toBe('failure');
  });

  it('see the variables of workflow, job, step and of the steps before', async () => {
    const steps = `env:
  A: job
  B: job
steps:
  - run: echo "C=before" >> "$GITHUB_ENV"
  - run: echo "$A $B $C \${{ env.B }}"
    env:
      B: step`;
    const [, last] = (await run(job('it', steps))).job('it').steps;
    expect(last?.log).toBe('job step before step\n');
  });

  it('stop at the first failing line; in a pipe only where bash was asked for', async () => {
    const steps = (shell: string) => `steps:\n  - run: exit 1 | true\n${shell}`;
    expect((await run(job('it', steps('')))).result).toBe('success');
    expect((await run(job('it', steps('    shell: bash')))).result).toBe('failure');
  });
});

describe('A matrix', () => {
  const cells = (more: string) => `strategy:
  ${more}
  matrix:
    os: [a, b]
    n: [1, 2]
    exclude:
      - { os: b, n: 2 }
    include:
      - { os: a, extra: x }
      - { os: c, n: 3 }
steps:
  - run: test '\${{ matrix.os }}\${{ matrix.n }}' != a2`;

  it('is every combination, less what is excluded, with what is included', async () => {
    const { jobs } = await run(job('it', cells('fail-fast: false\n  max-parallel: 1')));
    expect(jobs.map(({ matrix, result }) => [matrix, result])).toEqual([
      [{ os: 'a', n: 1, extra: 'x' }, 'success'],
      [{ os: 'a', n: 2, extra: 'x' }, 'failure'],
      [{ os: 'b', n: 1 }, 'success'],
      [{ os: 'c', n: 3 }, 'success'],
    ]);
  });

  it('stops at the first failure with fail-fast', async () => {
    const ended = await run(job('it', cells('max-parallel: 1')));
    expect(ended.jobs.map(({ result }) => result)).toEqual([
      'success',
      'failure',
      'cancelled',
      'cancelled',
    ]);
    expect(ended.result).toBe('failure');
  });
});

describe('Inputs of a workflow_dispatch', () => {
  const on = `  workflow_dispatch:
    inputs:
      version:
        required: true
      how:
        type: choice
        options: [AUTO, BETA]
        default: AUTO
      dry:
        type: boolean
`;
  const dispatch = (inputs: Record<string, string | boolean>) =>
    run(job('it', echo("'${{ inputs.version }} ${{ inputs.how }} ${{ inputs.dry }}'")), {
      on,
      event: { name: 'workflow_dispatch', inputs },
    });

  it('have their defaults', async () => {
    const ended = await dispatch({ version: 'v1' });
    expect(ended.job('it').steps[0]?.log).toBe('v1 AUTO false\n');
  });

  it.each<[Record<string, string | boolean>, string]>([
    [{}, "Required input 'version' not provided"],
    [{ version: 'v1', how: 'MAYBE' }, "Provided value 'MAYBE' for input 'how' not in AUTO,BETA"],
    [{ version: 'v1', other: 'x' }, 'Unexpected inputs: other'],
    [{ version: 'v1', dry: 'true' }, "Input 'dry' is no boolean"],
  ])('%j are refused', async (inputs, message) => {
    await expect(dispatch(inputs)).rejects.toThrow(message);
  });
});

describe('What GitHub refuses', () => {
  it.each([
    ['an unknown key', job('it', `nedds: x\n${echo('x')}`), 'nedds'],
    ['a context that is not there', job('it', `if: secrets.A == 'x'\n${echo('x')}`), 'secrets'],
    ['a broken expression', job('it', echo('${{ github. }}')), 'Unexpected'],
  ])('is refused: %s', async (_, jobs, message) => {
    await expect(run(jobs)).rejects.toThrow(message);
  });

  it('is an event that the workflow does not name', async () => {
    await expect(run(job('it', echo('x')), { event: { name: 'schedule' } })).rejects.toThrow(
      'schedule does not start this workflow',
    );
  });

  it('is an action that nobody stands in for', async () => {
    await expect(run(job('it', 'steps:\n  - uses: some/action@v1'))).rejects.toThrow(
      'some/action@v1',
    );
  });
});
