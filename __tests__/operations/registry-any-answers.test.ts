import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HOSTILE } from '../support/hostile.ts';
import { expectSound, linesOf, OPERATIONS, runAnswered } from './any-step.ts';

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
  ...['Finish', 'Running', 'Error', 'Normal', 'Inuse', 'Usable', 'success'],
  // What the steps ask for, so that an answer may be about it.
  ...Object.values(OPERATIONS).flatMap((inputs) => Object.values(inputs)),
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

describe('answers of any shape', () => {
  it.each(Object.keys(OPERATIONS))('are asked for (%s)', async (operation) => {
    expect((await runAnswered(operation, ['{}'])).calls).toBeGreaterThan(0);
  });

  it.each(Object.keys(OPERATIONS))(
    'crash nothing, inject nothing and make nothing green by chance (%s)',
    async (operation) => {
      await fc.assert(
        fc.asyncProperty(answers, async (bodies) => {
          expectSound(await runAnswered(operation, bodies));
        }),
        { numRuns: 30 },
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
