import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockAgent } from 'undici';
import { NoArtifactServiceError } from '../../src/action/artifact.ts';
import { runMain } from '../../src/run.ts';
import { HOSTILE } from '../action/hostile.ts';
import { LINE_END, isCommand } from '../action/runner.ts';
import { recordingCore } from './recorder.ts';
import { virtualClock } from './virtual-clock.ts';

const SECRET_KEY = 'the-secret-key-of-the-step';
const TARGET = { 'application-id': 'app-1', 'environment-id': 'en-1' };
const OPERATIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'tem-rolling-update': { ...TARGET, 'deploy-version': 'v2', 'on-failure': 'revert' },
  'tem-wait': TARGET,
  'tem-resume': TARGET,
  'tem-revert': TARGET,
  'tem-package-url': { 'application-id': 'app-1', 'package-name': 'a', 'deploy-version': 'v2' },
  'car-create-version': {
    ...{ 'application-id': 'app-1', 'package-file': 'game.zip', 'set-online': 'true' },
    ...{ 'pending-version': 'delete', 'version-limit': 'delete-oldest' },
  },
  'car-set-online': { 'application-id': 'app-1', 'application-version-id': 'ver-1' },
  'scf-code-url': { 'function-name': 'f', 'download-path': 'code.zip' },
  'dlc-result-download': { 'task-id': 't', 'download-path': 'rows.csv' },
};

/** Names of the cloud's answers, so that what is said gets past the first look. */
const NAMES = [
  ...['Result', 'Error', 'Code', 'Message', 'RequestId', 'TotalCount', 'ApplicationVersions'],
  ...['ApplicationId', 'ApplicationName', 'VersionId', 'DeployVersion', 'PkgName', 'DeployMode'],
  ...['PodList', 'PodId', 'PodName', 'Status', 'Ready', 'Unhealthy', 'UnhealthyWarningMsg'],
  ...['BetaBatchDetail', 'OtherBatchDetail', 'OldBatchDetail', 'DeployBatchDetail', 'BatchStatus'],
  ...['CurrentBatchStatus', 'StartTime', 'EndTime', 'ErrorMessage', 'OldVersionPods', 'Total'],
  ...['ApplicationVersionId', 'Name', 'CreateTime', 'Bucket', 'Region', 'Path', 'FullPath'],
  ...['SecretId', 'SecretKey', 'Token', 'TmpSecretId', 'TmpSecretKey', 'SessionToken', 'Url'],
  ...[
    'CodeSha256',
    'DownloadId',
    'Reason',
    'ExpiredTime',
    'IsDeploying',
    'Data',
    'DeployStrategyConf',
  ],
];
const WORDS = [
  ...['Finish', 'Running', 'Error', 'Normal', 'Inuse', 'Usable', 'success', 'v2', 'ver-1'],
  ...['InternalError', 'RequestLimitExceeded', 'AuthFailure.TokenFailure', 'constructor'],
  ...['http://evil.example/?a=b', 'javascript:alert(1)', 'cosn://b-1/../../x', '\\\\host\\share'],
  ...['<img src=x onerror=alert(1)>', '</details><script>', '[a](http://evil.example)', '@octocat'],
];

const { anyAnswer } = fc.letrec<{ anyAnswer: unknown; leaf: unknown }>((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom<unknown>(...HOSTILE, ...WORDS),
    fc.constantFrom<unknown>(null, true, false, 0, -1, 1e308, 2 ** 53, '', [], {}),
  ),
  anyAnswer: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.array(tie('anyAnswer'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...NAMES), tie('anyAnswer'), { maxKeys: 12 }),
  ),
}));
const answers = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: anyAnswer.map((Response) => JSON.stringify({ Response })) },
    { weight: 1, arbitrary: anyAnswer.map((envelope) => JSON.stringify(envelope)) },
    { weight: 1, arbitrary: fc.constantFrom('', 'null', '<html>', '{"Response":', '\u0000') },
  ),
  { minLength: 1, maxLength: 8 },
);

/** A step whose every call is answered with the next of these bodies, round and round. */
async function runAnswered(operation: string, bodies: readonly string[]) {
  const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'any-')));
  writeFileSync(join(workspace, 'game.zip'), 'the game');
  const { core, recorded } = recordingCore();
  const dispatcher = new MockAgent();
  dispatcher.disableNetConnect();
  const inputs = { operation, region: 'ap-guangzhou', timeout: '90s', ...OPERATIONS[operation] };
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
    openDeployments: () => Promise.reject(new Error('there is no GitHub')),
    uploadArtifact: () => Promise.reject(new NoArtifactServiceError('there is none')),
    signal: new AbortController().signal,
  });
  await dispatcher.close();
  rmSync(workspace, { recursive: true });
  return { exitCode, ...recorded };
}

type Answered = Awaited<ReturnType<typeof runAnswered>>;

/** What the runner reads line by line: the log, and annotations where it echoes them. */
function linesOf({ annotations, debug, lines }: Answered): string[] {
  const notes = annotations.flatMap(({ title, message }) => [title, message]);
  return [...lines, ...debug, ...notes].flatMap((text) => text.split(LINE_END));
}

function expectSound(run: Answered): void {
  const lines = linesOf(run);
  const summary = run.summaries.join('');
  const outsideFences = summary
    .replace(/^ *(```+)[\s\S]*?^ *\1/gm, '')
    .replace(/(`+)[^`].*?\1/g, '');
  expect(lines.filter(isCommand)).toEqual([]);
  expect(lines.join('\n')).not.toContain('an error in the action itself');
  expect(outsideFences).not.toMatch(/<(img|script)|<\/details><script/);
  expect(run.exitCode === 0).toBe(
    /^(succeeded|started|waiting|reverted)$/.test(run.outputs.status ?? ''),
  );
  expect([...lines, summary, JSON.stringify([run.outputs, run.state])].join()).not.toContain(
    SECRET_KEY,
  );
}

describe('answers of any shape', () => {
  it.each(Object.keys(OPERATIONS))(
    'crash nothing, inject nothing and make nothing green by chance (%s)',
    async (operation) => {
      await fc.assert(
        fc.asyncProperty(answers, async (bodies) => {
          expectSound(await runAnswered(operation, bodies));
        }),
        { numRuns: 120 },
      );
    },
  );

  it.each([
    ['a message of 10 MB', { Error: { Code: 'FailedOperation', Message: 'x'.repeat(10_000_000) } }],
    ['10 MB of commands', { Error: { Code: 'X', Message: '\n::error::a'.repeat(1_000_000) } }],
    ['a code of 1 MB', { Error: { Code: '<img src=x>'.repeat(100_000), Message: '' } }],
  ])('are cut short: %s', async (_, Response) => {
    const run = await runAnswered('tem-wait', [JSON.stringify({ Response })]);
    expectSound(run);
    expect(run.outputs.status).toBe('failed');
    expect(Buffer.byteLength(run.summaries.join(''))).toBeLessThan(1024 * 1024);
    expect(Buffer.byteLength(linesOf(run).join('\n'))).toBeLessThan(100_000);
  });

  it('may be as deep as JSON can be', async () => {
    const deep = `${'{"Result":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
    const run = await runAnswered('tem-wait', [`{"Response":${deep}}`]);
    expectSound(run);
    expect(run.exitCode).toBe(1);
  });
});
