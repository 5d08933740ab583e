import { describe, expect, it } from '@jest/globals';
import type { Status } from '../../../src/report/outcome.ts';
import { isSuccess, createOutcome } from '../../../src/report/outcome.ts';
import type { SummaryInput } from '../../../src/report/summary/target-overview.ts';
import { renderSummary } from '../../../src/report/summary/render-summary.ts';
import { batchOf, factsOf, podOf, reportOf, segmentOf, snapshotOf } from './reports.ts';

const OUTPUTS = { 'revision-id': 'revision-2', 'previous-version': 'v1' };

function summary(
  status: Status,
  more: Parameters<typeof reportOf>[0] = {},
  facts: Partial<SummaryInput> = {},
): string {
  const operation = facts.operation ?? 'tem-rolling-update';
  const green = isSuccess(status, operation);
  const ended = createOutcome(status, 'something happened');
  return renderSummary(reportOf(more), factsOf({ outcome: ended, isSuccess: green, ...facts }));
}

const first = (markdown: string) => markdown.split('\n')[0];
const rowOf = (markdown: string, name: string) =>
  markdown.split('\n').find((line) => line.startsWith(`| ${name} |`));

describe('the heading', () => {
  it.each([
    ['succeeded', 'tem-rolling-update', '✅', 'Succeeded in'],
    ['failed', 'tem-rolling-update', '❌', 'Failed after'],
    ['waiting', 'tem-rolling-update', '⏸️', 'Stopped for a confirmation after'],
    ['reverted', 'tem-rolling-update', '❌', 'Taken back after'],
    ['reverted', 'tem-revert', '↩️', 'Taken back after'],
    ['timed-out', 'tem-rolling-update', '⌛', 'Gave up after'],
    ['cancelled', 'tem-rolling-update', '🚫', 'Cancelled after'],
    ['started', 'tem-rolling-update', '🚀', 'Started in'],
    ['planned', 'tem-rolling-update', '📝', 'Planned in'],
  ] as const)('of %s by %s is %s', (status, operation, icon, ended) => {
    const lines = summary(status, {}, { operation }).split('\n');
    expect(lines[0]).toBe(`## ${icon} something happened`);
    expect(lines[2]).toBe(`${ended} **1 min 40 s** (\`${operation}\`).`);
  });

  it('names the application where it does not say it itself', () => {
    const before = snapshotOf([podOf()]);
    expect(first(summary('failed', { before }))).toBe('## ❌ shop: something happened');
    const said = { outcome: createOutcome('succeeded', 'shop is on v2') };
    expect(first(summary('succeeded', { before }, said))).toBe('## ✅ shop is on v2');
  });

  it('has no operation where none was read', () => {
    const [, , sentence] = summary('failed', {}, { operation: '' }).split('\n');
    expect(sentence).toBe('Failed after **1 min 40 s**.');
  });
});

describe('a batch that was left while it deployed', () => {
  const drawn = {
    batches: [batchOf(1, { kind: 'deploying' })],
    timeline: [segmentOf(1, 'deploying', 0, 30)],
  };

  it.each([
    ['failed', 'tem-rolling-update', '❌ failed', 'crit'],
    ['reverted', 'tem-rolling-update', '❌ failed', 'crit'],
    ['timed-out', 'tem-rolling-update', 'deploying', 'done'],
    ['cancelled', 'tem-rolling-update', 'deploying', 'done'],
    ['reverted', 'tem-revert', 'deploying', 'done'],
    ['succeeded', 'tem-rolling-update', 'deploying', 'done'],
  ] as const)('by %s of %s is "%s" and %s', (status, operation, result, tag) => {
    const markdown = summary(status, drawn, { operation });
    expect(rowOf(markdown, 'batch 1/2')).toBe(`| batch 1/2 | 1/1 | ${result} | 30 s |`);
    expect(markdown).toContain(`1 instance :${tag}, 2026-11-20T10:00:00, 30s`);
  });
});

describe('the table of batches', () => {
  const FINISHED = { kind: 'finished' } as const;

  it.each([
    [{ kind: 'not-started' }, 1, 'not started'],
    [{ kind: 'deploying' }, 1, 'deploying'],
    [{ kind: 'unknown', word: 'Dreaming' }, 1, 'Dreaming'],
    [{ kind: 'unknown', word: '' }, 1, 'no status'],
    [{ kind: 'interval' }, 1, '✅ healthy'],
    [{ kind: 'waiting' }, 1, '✅ healthy'],
    [FINISHED, 1, '✅ healthy'],
    [FINISHED, 0, '⚠️ not healthy'],
  ] as const)('calls %j with %d of 1 healthy "%s"', (state, healthy, result) => {
    const batches = [{ ...batchOf('beta', state), healthy }];
    expect(rowOf(summary('succeeded', { batches }), 'beta')).toBe(
      `| beta | ${healthy}/1 | ${result} |  |`,
    );
  });

  it('has the times between two batches, as long as they last', () => {
    const batches = [batchOf('beta', FINISHED), batchOf(1, FINISHED), batchOf(2, FINISHED)];
    const timeline = [
      segmentOf('beta', 'deploying', 0, 10),
      segmentOf('beta', 'waiting', 10, 15),
      segmentOf(1, 'deploying', 15, 30),
      segmentOf(1, 'interval', 30, 90),
      segmentOf(2, 'waiting', 95),
    ];
    const lines = summary('waiting', { batches, timeline }).split('\n');
    const start = lines.indexOf('| Batch | Instances | Result | Took |');
    expect(lines.slice(start, start + 9)).toEqual([
      '| Batch | Instances | Result | Took |',
      '| --- | ---: | --- | ---: |',
      '| beta | 1/1 | ✅ healthy | 10 s |',
      '| confirmation |  | confirmed | 5 s |',
      '| batch 1/2 | 1/1 | ✅ healthy | 15 s |',
      '| interval |  |  | 1 min |',
      '| batch 2/2 | 1/1 | ✅ healthy |  |',
      '| confirmation |  | ⏸️ waits for it | 5 s |',
      '',
    ]);
  });

  it.each([
    [100, undefined],
    [101, '… and 1 more'],
    [150, '… and 50 more'],
  ])('has a hundred rows at the most: of %d', (count, more) => {
    const batches = Array.from({ length: count }, (_, at) => batchOf(at + 1, FINISHED));
    const lines = summary('succeeded', { batches }).split('\n');
    expect(lines.filter((line) => line.startsWith('| batch '))).toHaveLength(100);
    expect(lines.find((line) => line.startsWith('…'))).toBe(more);
  });
});

describe('the table of the target', () => {
  it('tells what was deployed where', () => {
    const before = snapshotOf([podOf({ versionId: 'revision-1' })]);
    const outputs = {
      ...OUTPUTS,
      'previous-package-name': 'shop-1.jar',
      'package-name': 'shop-2.jar',
      'request-id': 'request-1',
    };
    const inputs = { region: 'ap-guangzhou', deployVersion: 'v2' };
    const facts = { inputs };
    const markdown = summary('succeeded', { before, outputs, strategy: 'AUTO' }, facts);
    const start = markdown.indexOf('|  |  |');
    expect(markdown.slice(start).split('\n').slice(2, 8)).toEqual([
      '| Application | shop `app-1` in `en-1` (ap-guangzhou) |',
      '| Version | `v1` → `v2` |',
      '| Revision | `revision-2` |',
      '| Strategy | AUTO |',
      '| Package | `shop-1.jar` → `shop-2.jar` |',
      '| RequestId | `request-1` |',
    ]);
  });

  it.each([
    [{}, {}, undefined],
    [{ applicationId: 'app-1' }, {}, '| Application | `app-1` |'],
    [{ applicationId: 'app-1', region: 'ap-a' }, {}, '| Application | `app-1` (ap-a) |'],
    [{ applicationId: 'app-1' }, { target: 'app-1 · 2 versions' }, undefined],
  ])('has what is known of the application: %j, %j', (inputs, more, row) => {
    expect(rowOf(summary('failed', more, { inputs }), 'Application')).toBe(row);
  });

  it.each([
    ['Target', 'app-1 · 2 versions', { target: 'app-1 · 2 versions' }],
    ['Version', '`ver-1` → `ver-2`', { outputs: outputsOf('ver-1', 'ver-2') }],
    ['Version', '`ver-1`', { outputs: outputsOf('ver-1', 'ver-1') }],
    ['Version', '`ver-2`', { outputs: { 'application-version-id': 'ver-2' } }],
    ['Version', '`v1`', { outputs: { 'previous-version': 'v1' } }],
    ['Status', '`Inuse`', { outputs: { 'application-version-status': 'Inuse' } }],
    ['Result', '`cosn://a/b`', { outputs: { 'download-uri': 'cosn://a/b' } }],
    ['Download', '`/w/a.zip`', { outputs: { 'download-path': '/w/a.zip' } }],
    ['SHA-256', '`abc`', { outputs: { 'download-sha256': 'abc' } }],
    ['Artifact', '`4711`', { outputs: { 'artifact-id': '4711' } }],
  ])('has a row %s: %s', (name, value, more) => {
    expect(rowOf(summary('succeeded', more, { inputs: {} }), name)).toBe(`| ${name} | ${value} |`);
  });

  it('is none where nothing is known', () => {
    expect(summary('failed', {}, { inputs: {} })).not.toContain('|');
  });
});

function outputsOf(before: string, after: string) {
  return { 'previous-version': before, 'application-version-id': after };
}

describe('what runs now', () => {
  const ran = (versionId: string) => podOf({ versionId });
  const sentence = (more: Parameters<typeof reportOf>[0], inputs = {}) =>
    summary('succeeded', more, { inputs })
      .split('\n')[2]
      ?.replace(/^.*?: /, '');

  it.each([
    ['the version asked for', OUTPUTS, { deployVersion: 'v3' }, '1 of 1 instances runs `v3`.'],
    ['the version that the application names', OUTPUTS, {}, '1 of 1 instances runs `v2`.'],
  ])('is %s', (_, outputs, inputs, said) => {
    expect(sentence({ last: snapshotOf([ran('revision-2')]), outputs }, inputs)).toBe(said);
  });

  it('is what the details name where the application names none', () => {
    const { application, pods } = snapshotOf([ran('revision-2')]);
    const nameless = { ...application, deployVersion: '' };
    const last = { application: nameless, deployment: undefined, pods };
    expect(sentence({ last, outputs: { 'revision-id': 'revision-2' } })).toBe(
      '1 of 1 instances runs the new revision.',
    );
    expect(sentence({ last, outputs: {} })).toBe('1 of 1 instances runs another revision.');
  });

  it('is what runs still, of a revision that no look has shown', () => {
    const last = snapshotOf([ran('revision-2')]);
    expect(sentence({ last, outputs: {} })).toBe('1 of 1 instances runs `v2`.');
  });

  it('counts the new ones that are not healthy', () => {
    const sick = podOf({ isReady: false });
    const last = snapshotOf([sick, sick, ran('revision-1')]);
    expect(sentence({ last, outputs: OUTPUTS })).toBe(
      '1 of 3 instances runs `v1`, 2 new instances are not healthy.',
    );
  });
});

describe('many sick instances', () => {
  it.each([
    [20, undefined],
    [21, '… and 1 more that are not healthy'],
  ])('of %d the first ones are enough', (count, more) => {
    const pods = Array.from({ length: count }, (_, at) =>
      podOf({ podId: `shop-${at}`, isReady: false }),
    );
    const lines = summary('failed', { last: snapshotOf(pods), outputs: OUTPUTS }).split('\n');
    expect(lines.filter((line) => line.startsWith('| `shop-'))).toHaveLength(20);
    expect(lines.find((line) => line.startsWith('…'))).toBe(more);
  });
});

describe('what next, where the outcome says nothing of it', () => {
  const IDS = { applicationId: 'app-1', environmentId: 'en-1' };
  const nextOf = (
    status: Status,
    operation: string,
    outputs: Record<string, string>,
    inputs: SummaryInput['inputs'] = IDS,
  ) => {
    const [, next = ''] = summary(status, { outputs }, { operation, inputs }).split(
      '**What next**',
    );
    const lines = next.split('\n').map((line) => line.trim());
    return lines.slice(0, lines.lastIndexOf('```') + 1).filter(Boolean);
  };
  const copy = (sentence: string, ...lines: readonly string[]) => [
    `- ${sentence}`,
    '```yaml',
    '- uses: octo-org/deploy@v1',
    'with:',
    lines[0],
    'region: ap-guangzhou',
    ...lines.slice(1),
    '```',
  ];
  const wait = copy(
    'Wait for its end: run tem-wait',
    'operation: tem-wait',
    'application-id: app-1',
    'environment-id: en-1',
    'revision-id: revision-2',
  );
  const VERSION = { 'application-version-id': 'ver-1' };
  const publish = copy(
    'Publish it: run car-set-online',
    'operation: car-set-online',
    'application-id: app-1',
    'application-version-id: ver-1',
  );
  const fetch = copy(
    'Wait for the file and fetch it: run dlc-result-download',
    'operation: dlc-result-download',
    'download-id: dl-1',
  );

  it.each([
    ['started', 'tem-rolling-update', OUTPUTS, wait],
    ['started', 'tem-resume', OUTPUTS, wait],
    ['started', 'tem-revert', OUTPUTS, []],
    ['succeeded', 'tem-rolling-update', OUTPUTS, []],
    ['failed', 'tem-rolling-update', OUTPUTS, []],
    ['started', 'car-create-version', VERSION, publish],
    ['succeeded', 'car-create-version', VERSION, publish],
    ['failed', 'car-create-version', VERSION, []],
    ['succeeded', 'car-create-version', {}, []],
    ['succeeded', 'car-set-online', VERSION, []],
    ['started', 'dlc-result-download', { 'download-id': 'dl-1' }, fetch],
    ['timed-out', 'dlc-result-download', { 'download-id': 'dl-1' }, []],
  ] as const)('of %s by %s with %j', (status, operation, outputs, lines) => {
    expect(nextOf(status, operation, outputs)).toEqual(lines);
  });

  it('is nothing for a version that was to be published', () => {
    const inputs = { ...IDS, setOnline: true };
    expect(nextOf('succeeded', 'car-create-version', VERSION, inputs)).toEqual([]);
  });
});
