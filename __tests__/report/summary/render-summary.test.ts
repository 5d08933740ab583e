import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createOutcome } from '../../../src/report/outcome.ts';
import { renderSummary } from '../../../src/report/summary/render-summary.ts';
import { factsOf, hostileReport, podOf, reportOf, snapshotOf } from './reports.ts';

const OUTPUTS = { 'revision-id': 'revision-2', 'previous-version': 'v1' };
const OLD = podOf({ podId: 'shop-0', versionId: 'revision-1' });

function sentenceOf(pods: Parameters<typeof snapshotOf>[0], expected?: number): string {
  const last = snapshotOf(pods, expected);
  return renderSummary(reportOf({ last, outputs: OUTPUTS }), factsOf()).split('\n')[2] ?? '';
}

describe('the verdict in a sentence', () => {
  it.each([
    ['all new', [podOf(), podOf()], 2, '2 of 2 instances run `v2`'],
    ['some new', [podOf(), OLD, OLD], 3, '1 of 3 instances runs `v2`, 2 run `v1`'],
    [
      'none new',
      [podOf({ isReady: false }), OLD],
      2,
      '1 of 2 instances runs `v1`, 1 new instance is not healthy',
    ],
    [
      'nothing',
      [podOf({ isReady: false }), podOf({ status: 'Crash' })],
      2,
      'no instance of 2 is healthy, 2 new instances are not healthy',
    ],
    ['more than expected', [podOf(), podOf(), OLD], 2, '2 of 3 instances run `v2`, 1 runs `v1`'],
  ])('counts what is healthy: %s', (_, pods, expected, sentence) => {
    expect(sentenceOf(pods, expected)).toBe(
      `Succeeded in **1 min 40 s** (\`tem-rolling-update\`): ${sentence}.`,
    );
  });
});

describe('the instances that are not healthy', () => {
  it('are shown once, the failing ones and the most restarted first', () => {
    const last = snapshotOf([
      podOf({ podId: 'starting', status: 'Pending', containerState: 'waiting' }),
      podOf({ podId: 'crash-2', status: 'CrashLoopBackOff', restartCount: 2, warning: 'exit 1' }),
      podOf({ podId: 'crash-5', status: 'CrashLoopBackOff', restartCount: 5, containerState: '' }),
      podOf({ podId: 'probe', isUnhealthy: true }),
      podOf({ podId: 'late', isReady: false }),
      podOf({ podId: 'mute', status: '' }),
      podOf({ podId: 'fine' }),
    ]);
    const details = ['crash-2: CrashLoopBackOff', 'The rollout was left as it is.'];
    const facts = factsOf({ outcome: createOutcome('failed', 'it crashes', { details }) });
    const lines = renderSummary(reportOf({ last, outputs: OUTPUTS }), facts).split('\n');
    const start = lines.findIndex((line) => line.startsWith('| Instance'));
    expect(lines.slice(start, start + 8)).toEqual([
      '| Instance | State | Reason | Restarts |',
      '| --- | --- | --- | ---: |',
      '| `crash-5` | CrashLoopBackOff |  | 5 |',
      '| `crash-2` | CrashLoopBackOff | exit 1; container running | 2 |',
      '| `starting` | Pending | container waiting | 0 |',
      '| `probe` | unhealthy | container running | 0 |',
      '| `late` | not ready | container running | 0 |',
      '| `mute` | no status | container running | 0 |',
    ]);
    expect(lines).toContain('The rollout was left as it is.');
    expect(lines.join('\n').match(/crash-2/g)).toHaveLength(1);
  });
});

describe('the target', () => {
  it('links to the address that the deployment serves', () => {
    const environmentUrl = 'https://shop.example/?a|b';
    const summary = renderSummary(reportOf(), factsOf({ inputs: { environmentUrl } }));
    expect(summary).toContain('](<https://shop.example/?a%7Cb>) |');
  });
});

describe('the details', () => {
  const detailed = (details: string[]) =>
    renderSummary(
      reportOf(),
      factsOf({ outcome: createOutcome('failed', 'refused', { details }) }),
    );

  it('are a table where they have labels, and text where they have none', () => {
    const summary = detailed([
      'The cloud says:  <b>no</b>',
      'What to change:  ask <me>',
      'RequestId:       the target has it',
      'Nothing was changed.',
      'Really: nothing.',
    ]);
    expect(summary).toContain(
      '| The cloud says | &lt;b&gt;no&lt;/b&gt; |\n| What to change | ask &lt;me&gt; |\n\n' +
        'Nothing was changed.<br>Really: nothing.\n',
    );
  });

  it('keep their indentation where they have any', () => {
    const lines = ['What to change:  give the job this permission:', '  permissions:', '    a: b'];
    expect(detailed(lines)).toContain(['```text', ...lines, '```'].join('\n'));
  });
});

describe('what next, after a step that did the first half', () => {
  const started = (operation: string, outputs: Record<string, string>, status = 'started') =>
    renderSummary(
      reportOf({ outputs }),
      factsOf({ operation, outcome: createOutcome(status as 'started', 'begun') }),
    );

  it.each([
    ['tem-rolling-update', OUTPUTS, 'started', 'operation: tem-wait'],
    ['tem-resume', OUTPUTS, 'started', 'revision-id: revision-2'],
    ['car-create-version', { 'application-version-id': 'ver-1' }, 'succeeded', 'car-set-online'],
    ['car-create-version', { 'application-version-id': 'ver-1' }, 'started', 'ver-1'],
    ['dlc-result-download', { 'download-id': 'dl-1' }, 'started', 'download-id: dl-1'],
  ])('of %s', (operation, outputs, status, line) => {
    const summary = started(operation, outputs, status);
    expect(summary).toContain('**What next**');
    expect(summary).toContain(line);
    expect(summary).toContain('    region: ap-guangzhou');
  });

  it.each([
    ['scf-code-url', {}],
    ['dlc-result-download', { 'download-id': 'dl-1' }],
    ['tem-rolling-update', OUTPUTS],
  ])('of %s that is done is nothing', (operation, outputs) => {
    expect(started(operation, outputs, 'succeeded')).not.toContain('What next');
  });
});

/** Markdown without what is shown as it is: fences, inline code, escaped signs. */
function unprotected(markdown: string): string {
  return markdown
    .replace(/^( *)(`{3,})[^\n]*\n[^]*?\n\1\2$/gm, '')
    .replace(/\\[!-/:-@[-`{-~]|`[^`\n]*`/g, '');
}

describe('the summary', () => {
  it('of a hostile world has no HTML but <code>, no link, no image and no further heading', () => {
    fc.assert(
      fc.property(hostileReport, ({ report, facts }) => {
        const bare = unprotected(renderSummary(report, facts));
        expect(bare.replace(/<\/?code>|<br>/g, '')).not.toMatch(/[<]/);
        expect(bare).not.toMatch(/\]\(|!\[|:\/\//);
        expect(bare.match(/^#/gm)).toHaveLength(1);
      }),
      { numRuns: 200 },
    );
  });

  it('has a row for each row: no text from outside makes or breaks one', () => {
    fc.assert(
      fc.property(hostileReport, ({ report, facts }) => {
        const lines = unprotected(renderSummary(report, facts)).split('\n');
        const columns = lines
          .filter((line) => line.startsWith('|'))
          .map((line) => line.split('|').length - 2);
        expect(columns.every((count) => count === 2 || count === 4)).toBe(true);
      }),
    );
  });

  it('stays small with 5,000 failing instances and huge messages', () => {
    const huge = '<b>`|'.repeat(20_000);
    const pods = Array.from({ length: 5_000 }, (_, index) =>
      podOf({ podId: `shop-${index}`, status: 'CrashLoopBackOff', isReady: false, warning: huge }),
    );
    const details = pods.map(({ podId }) => `${podId}: ${huge}`);
    const last = snapshotOf(pods);
    const ended = createOutcome('failed', huge, {
      details: [...details, ...details.map(() => huge)],
    });
    const summary = renderSummary(
      reportOf({ last, before: last, outputs: OUTPUTS }),
      factsOf({ outcome: ended }),
    );
    expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
    expect(summary).toContain('… and 4980 more that are not healthy');
    expect(summary).toContain('… and 4970 more');
  });
});
