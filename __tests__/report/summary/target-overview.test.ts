import { describe, expect, it } from '@jest/globals';
import type { RunRecord } from '../../../src/report/run-record.ts';
import { collectOverview, renderOverview } from '../../../src/report/summary/target-overview.ts';
import { formatText } from '../../../src/text/format-text.ts';
import { createPod, createRecord, createSnapshot, createSummaryInput } from '../run-records.ts';

const ROLLOUT = { 'revision-id': 'revision-2', 'previous-version': 'v1' };

/** Rows that every step has. */
const EVERYWHERE = ['Duration', 'Console'];

function overview(
  record: Partial<RunRecord>,
  input: Parameters<typeof createSummaryInput>[0] = { inputs: {} },
): Record<string, string> {
  const rows = collectOverview(createRecord(record), createSummaryInput(input));
  const named = rows.map(({ label, value }) => [formatText(label, 'en-US'), value] as const);
  return Object.fromEntries(named.filter(([label]) => !EVERYWHERE.includes(label)));
}

describe('the facts about the target', () => {
  it('tells what was deployed where', () => {
    const record = {
      before: createSnapshot([createPod({ versionId: 'revision-1' })]),
      strategy: 'AUTO',
      outputs: {
        ...ROLLOUT,
        'previous-package-name': 'shop-1.jar',
        'package-name': 'shop-2.jar',
        'request-id': 'request-1',
      },
    };
    const inputs = { region: 'ap-guangzhou', deployVersion: 'v2' };
    expect(overview(record, { inputs })).toEqual({
      Application: 'shop `app-1` in `en-1` (ap-guangzhou)',
      Version: '`v1` → `v2`',
      Revision: '`revision-2`',
      Strategy: 'AUTO',
      Package: '`shop-1.jar` → `shop-2.jar`',
      RequestId: '`request-1`',
    });
  });

  it.each([
    [{}, {}, undefined],
    [{ applicationId: 'app-1' }, {}, '`app-1`'],
    [{ applicationId: 'app-1', region: 'ap-a' }, {}, '`app-1` (ap-a)'],
    [{ applicationId: 'app-1' }, { target: 'app-1 · 2 versions' }, undefined],
  ])('has what is known of the application: %j, %j', (inputs, record, value) => {
    expect(overview(record, { inputs }).Application).toBe(value);
  });

  it.each<[string, string, Partial<RunRecord>]>([
    ['Target', 'app-1 · 2 versions', { target: 'app-1 · 2 versions' }],
    ['Version', '`ver-1` → `ver-2`', { outputs: versions('ver-1', 'ver-2') }],
    ['Version', '`ver-1`', { outputs: versions('ver-1', 'ver-1') }],
    ['Version', '`ver-2`', { outputs: { 'application-version-id': 'ver-2' } }],
    ['Version', '`v1`', { outputs: { 'previous-version': 'v1' } }],
    ['Status', '`Inuse`', { outputs: { 'application-version-status': 'Inuse' } }],
    ['Result', '`cosn://a/b`', { outputs: { 'download-uri': 'cosn://a/b' } }],
    ['Download', '`/w/a.zip`', { outputs: { 'download-path': '/w/a.zip' } }],
    ['SHA-256', '`abc`', { outputs: { 'download-sha256': 'abc' } }],
    ['Artifact', '`4711`', { outputs: { 'artifact-id': 4711 } }],
  ])('has a row %s: %s', (label, value, record) => {
    expect(overview(record, { inputs: {}, operation: '' })).toEqual({ [label]: value });
  });

  it('has the RequestId of the error where no output has one', () => {
    const outcome = { ...createSummaryInput().outcome, requestId: 'request-2' };
    expect(overview({}, { inputs: {}, outcome, operation: '' })).toEqual({
      RequestId: '`request-2`',
    });
  });

  it('links to the address that the deployment serves, the commit and the run', () => {
    const run = {
      repository: 'octo-org/shop',
      sha: 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678',
      actor: '<b>|@me',
      number: '77',
      commitUrl: 'https://github.com/c',
      runUrl: '',
    };
    const inputs = { environmentUrl: 'https://shop.example/?a|b' };
    const rows = overview({}, { inputs, run });
    expect(rows.Address).toMatch(/\]\(<https:\/\/shop.example\/\?a%7Cb>\)$/);
    expect(rows.Commit).toBe(
      '[`a1b2c3d`](<https://github.com/c>) by &lt;b&gt;&#124;@&#8203;me · run 77',
    );
  });

  it('has the version that serves after a rollback', () => {
    const outcome = { ...createSummaryInput().outcome, status: 'reverted' } as const;
    const { Version } = overview({ version: 'v2', outputs: ROLLOUT }, { inputs: {}, outcome });
    expect(Version).toMatch(/^`v1` .*`v2`/);
  });

  it('links to the console', () => {
    const consoleUrl = 'https://console.example/car';
    const rows = collectOverview(createRecord(), createSummaryInput({ consoleUrl }));
    expect(rows.at(-1)?.value).toContain(`](<${consoleUrl}>)`);
  });

  it('has the strategy of TEM if nobody chose one', () => {
    expect(overview({ strategy: '' }).Strategy).not.toBe('');
  });

  it('is empty without rows', () => {
    expect(renderOverview([], 'en-US')).toBe('');
  });
});

function versions(before: string, after: string) {
  return { 'previous-version': before, 'application-version-id': after };
}
