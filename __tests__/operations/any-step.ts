import { afterAll, beforeAll, expect } from '@jest/globals';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockAgent } from 'undici';
import { NoArtifactServiceError } from '../../src/github/artifact.ts';
import { getDeclaration } from '../../src/github/inputs/input-declarations.ts';
import type { InputName } from '../../src/github/inputs/input-declarations.ts';
import type { Operation } from '../../src/operations/operation.ts';
import { OPERATIONS as REGISTRY } from '../../src/operations/registry.ts';
import { runMain } from '../../src/run/main-step.ts';
import { isCommand, LINE_END } from '../support/runner-core.ts';
import { recordingCore } from './recorder.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { NO_PROBES } from '../support/no-probes.ts';
import { listUndeclaredOutputs } from '../support/undeclared-outputs.ts';

const SECRET_KEY = 'the-secret-key-of-the-step';

/** Inputs, beside those that an operation requires, that lead it furthest. */
const FURTHEST: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'tem-rolling-update': { 'on-failure': 'revert' },
  'car-create-version': {
    ...{ 'package-file': 'game.zip', 'set-online': 'true' },
    ...{ 'pending-version': 'delete', 'version-limit': 'delete-oldest' },
  },
  'scf-code-url': { 'download-path': 'code.zip' },
  'dlc-result-download': { 'task-id': 't', 'download-path': 'rows.csv' },
};

/** The inputs of each operation, by its name: the example of each that it requires, and the above. */
export const OPERATIONS: Readonly<Record<string, Readonly<Record<string, string>>>> =
  Object.fromEntries(
    Object.entries<Operation>(REGISTRY).map(([name, { required }]) => [
      name,
      {
        ...Object.fromEntries(required.map((input) => [input, exampleOf(input)])),
        ...FURTHEST[name],
      },
    ]),
  );

/** The value of an example, without the words behind it. */
function exampleOf(input: InputName): string {
  return getDeclaration(input).example.replace(/ {3}.*/, '');
}

/** One for all runs of a file: nothing can be downloaded, so nothing is written there. */
let workspace: string;
let dispatcher: MockAgent;

// Mutation testing runs these tests repeatedly in one process, and each run needs new ones.
beforeAll(() => {
  workspace = realpathSync(mkdtempSync(join(tmpdir(), 'any-')));
  writeFileSync(join(workspace, 'game.zip'), 'the game');
  dispatcher = new MockAgent();
  dispatcher.disableNetConnect();
});

afterAll(async () => {
  await dispatcher.close();
  rmSync(workspace, { recursive: true });
});

/** A step whose every call is answered with the next of these bodies, round and round. */
export async function runAnswered(
  operation: string,
  bodies: readonly string[],
  given: Readonly<Record<string, string>> = {},
) {
  const { core, recorded } = recordingCore();
  const inputs = {
    operation,
    region: 'ap-guangzhou',
    timeout: '90s',
    ...OPERATIONS[operation],
    ...given,
  };
  const variables = Object.entries(inputs).map(([name, value]) => [
    `INPUT_${name.toUpperCase()}`,
    value,
  ]);
  let asked = 0;
  const exitCode = await runMain({
    env: {
      ...(Object.fromEntries(variables) as Record<string, string>),
      ...{ TENCENTCLOUD_SECRET_ID: 'AKIDexample', TENCENTCLOUD_SECRET_KEY: SECRET_KEY },
      ...{ GITHUB_WORKSPACE: workspace, RUNNER_TEMP: workspace },
    },
    ...{ core, dispatcher, clock: virtualClock(), random: () => 0.5 },
    post: () => Promise.resolve({ status: 200, body: bodies[asked++ % bodies.length] ?? '' }),
    ...NO_PROBES,
    openDeployments: () => Promise.reject(new Error('there is no GitHub')),
    uploadArtifact: () => Promise.reject(new NoArtifactServiceError('there is none')),
    cancelSignal: new AbortController().signal,
  });
  return { operation, exitCode, calls: asked, ...recorded };
}

export type Answered = Awaited<ReturnType<typeof runAnswered>>;

/** What the runner reads line by line: the log, and annotations where it echoes them. */
export function linesOf({ annotations, debug, lines }: Answered): string[] {
  const notes = annotations.flatMap(({ title, message }) => [title, message]);
  return [...lines, ...debug, ...notes].flatMap((text) => text.split(LINE_END));
}

export function expectSound(run: Answered): void {
  expect(listUndeclaredOutputs(run.operation, run.outputs)).toEqual([]);
  const lines = linesOf(run);
  const summary = run.summaries.join('');
  const outsideFences = summary
    .replace(/^ *(```+)[\s\S]*?^ *\1/gm, '')
    .replace(/(`+)[^`].*?\1/g, '');
  expect(lines.filter(isCommand)).toEqual([]);
  expect(lines.join('\n')).not.toContain('an error in the action itself');
  expect(outsideFences).not.toMatch(/<(img|script)|<\/details><script/);
  expect(run.exitCode === 0).toBe(
    /^(succeeded|started|waiting|reverted|planned)$/.test(run.outputs.status ?? ''),
  );
  expect([...lines, summary, JSON.stringify([run.outputs, run.state])].join()).not.toContain(
    SECRET_KEY,
  );
}
