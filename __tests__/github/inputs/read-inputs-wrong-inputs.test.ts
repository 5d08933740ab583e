import { describe, expect, it } from '@jest/globals';
import type { InputIssue } from '../../../src/github/inputs/input-errors.ts';
import { InputsError } from '../../../src/github/inputs/input-errors.ts';
import { checkVersion } from '../../../src/operations/tem/version-mistakes.ts';
import { formatDetails } from '../../../src/report/detail-lines.ts';
import { issuesOf, RIGHT } from '../../support/steps.ts';

const formatIssues = (issues: readonly InputIssue[]) =>
  formatDetails(new InputsError(issues).details, 'en-US');

/** One wrong value each, in a step that is right otherwise. */
const WRONG_VALUES = [
  ['operation', 'deploy'],
  ['operation', 'tem-rollling-update'],
  ['operation', '__proto__'],
  ['operation', ' \n '],
  ['secret-id', ''],
  ['secret-key', ''],
  ['secret-key', 'line one\nline two'],
  ['secret-id', 'AKID example'],
  ['token', 'tok\u200ben'],
  ['region', ''],
  ['region', 'ap guangzhou'],
  ['region', 'guangzhou'],
  ['endpoint', 'localhost:8080'],
  ['endpoint', 'http://gateway.example.com'],
  ['endpoint', 'tem.tencentcloudapi.com'],
  ['endpoint', 'https://me:password@gateway.example.com'],
  ['language', 'en'],
  ['application-id', '\t'],
  ['application-id', 'app-1\n::error::x'],
  ['environment-id', ''],
  ['environment-id', 'en-\u200bprod'],
  ['deploy-version', ''],
  ['deploy-version', 'v'.repeat(129)],
  ['package-name', 'shop.jar\nother.jar'],
  ['deploy-strategy', 'CANARY'],
  ['deploy-strategy', 'beta'],
  ['total-batch-count', 'two'],
  ['total-batch-count', '2.5'],
  ['min-available', '-1'],
  ['source-channel', '0x1'],
  ['batch-interval', 'soon'],
  ['batch-interval', '1500ms'],
  ['force', 'yes'],
  ['wait', '1'],
  ['summary', 'off'],
  ['timeout', '30'],
  ['timeout', '500ms'],
  ['timeout', '7h'],
  ['poll-interval', '500ms'],
  ['failure-grace', '120'],
  ['on-waiting', 'continue'],
  ['if-deploying', 'queue'],
  ['on-failure', 'rollback'],
  ['on-failure', `::error::${'x'.repeat(100)}`],
] as const;

/** Mistakes in place of the tag of an image. */
const VERSIONS = [
  'ccr.ccs.tencentyun.com/shop/api:1.2',
  'refs/heads/main',
  '2.0E+19',
  '"v1"',
  '${GITHUB_SHA}',
  'shop@sha256:0123',
];

const BAD_REGION = { TENCENTCLOUD_REGION: 'ap guangzhou' };

/** What a step with several wrong inputs, or one that is wrong in another way, reads like. */
const WRONG_STEPS: Readonly<Record<string, readonly InputIssue[]>> = {
  'several wrong inputs': issuesOf({
    ...RIGHT,
    'batch-interval': 'soon',
    'application-id': '',
    'deploy-strategy': 'CANARY',
  }),
  'no operation and no keys': issuesOf({ operation: 'tem-wiat', 'on-failure': 'panic' }),
  'a wrong variable': issuesOf({ ...RIGHT, region: '' }, BAD_REGION),
  'a name from elsewhere': issuesOf({ ...RIGHT, 'deploy-version': '', version: 'v1' }),
  'a plan under a wrong name': issuesOf({ ...RIGHT, dryrun: 'true' }),
  'versions that are no tags': VERSIONS.flatMap((deployVersion) => checkVersion({ deployVersion })),
  'a wrong name': issuesOf({ ...RIGHT, 'application-id': '', aplication_id: 'app-1' }),
};

/** All that goes into a header of a request. */
const IN_HEADERS = ['region', 'secret-id', 'secret-key', 'token', 'github-token', 'language'];

const namesOf = (inputs: Readonly<Record<string, string>>): string[] =>
  issuesOf(inputs).map(({ input }) => input);

describe('wrong inputs', () => {
  it.each(WRONG_VALUES)('are named: %s: %j', (name, value) => {
    expect(namesOf({ ...RIGHT, [name]: value })).toEqual([name]);
  });

  it.each(IN_HEADERS)('are those that no header can hold: %s', (name) => {
    expect(namesOf({ ...RIGHT, [name]: 'ap－guangzhou' })).toEqual([name]);
  });

  it('read like this', () => {
    const single = WRONG_VALUES.map(([name, value]) => {
      return formatIssues(issuesOf({ ...RIGHT, [name]: value }))
        .join('\n')
        .trim();
    });
    const steps = Object.entries(WRONG_STEPS).map(([title, issues]) =>
      [title, ...formatIssues(issues)].join('\n'),
    );
    expect(`\n${[single.join('\n'), ...steps].join('\n\n')}\n`).toMatchSnapshot();
  });

  it('are all named at once, in the order in which users read them', () => {
    const wrong = { 'batch-interval': 'soon', 'application-id': '', 'deploy-strategy': 'CANARY' };
    expect(namesOf({ ...RIGHT, ...wrong })).toEqual([
      'application-id',
      'deploy-strategy',
      'batch-interval',
    ]);
  });

  it('are named where the operation is unknown too, but none is missing then', () => {
    expect(namesOf({ operation: 'tem-wiat', 'on-failure': 'panic' })).toEqual([
      'operation',
      'secret-id',
      'secret-key',
      'on-failure',
    ]);
  });

  it('are named with those that do not go together', () => {
    expect(namesOf({ ...RIGHT, 'beta-batch-num': '1', 'on-failure': 'panic' })).toEqual([
      'deploy-strategy',
      'beta-batch-num',
      'on-failure',
    ]);
  });

  it('have one issue each, whatever else does not fit', () => {
    expect(namesOf({ ...RIGHT, 'beta-batch-num': '1', 'deploy-strategy': 'X' })).toEqual([
      'deploy-strategy',
      'beta-batch-num',
    ]);
    expect(namesOf({ ...RIGHT, region: 'ap guangzhou' })).toEqual(['region']);
  });

  it('name the variable that they came from', () => {
    const [issue] = issuesOf({ ...RIGHT, region: '' }, BAD_REGION);
    const problem = { key: 'input.from-variable', values: { variable: 'TENCENTCLOUD_REGION' } };
    expect(issue).toMatchObject({ input: 'region', problem });
  });

  it('name the mistyped name of an input that is missing', () => {
    const [issue] = issuesOf({ ...RIGHT, 'application-id': '', aplication_id: 'app-1' });
    const fix = { key: 'input.rename', values: { wrong: 'aplication_id', name: 'application-id' } };
    expect(issue).toMatchObject({ input: 'application-id', fix });
  });

  it('never show a secret', () => {
    const secrets = {
      'secret-id': 'SECRET one',
      'secret-key': 'SECRET\ntwo',
      token: 'SECRET three',
    };
    const issues = issuesOf(secrets);
    expect(issues.map(({ input }) => input)).toEqual([
      'operation',
      'secret-id',
      'secret-key',
      'token',
    ]);
    expect(formatIssues(issues).join()).not.toMatch(/SECRET|two|three/);
  });
});
