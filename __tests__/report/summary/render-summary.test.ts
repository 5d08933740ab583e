import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Status } from '../../../src/report/outcome.ts';
import { createOutcome, isSuccess } from '../../../src/report/outcome.ts';
import { renderSummary } from '../../../src/report/summary/render-summary.ts';
import { loadTexts } from '../../../src/text/format-text.ts';
import {
  createBatch,
  createPod,
  createRecord,
  createSegment,
  createSnapshot,
  createSummaryInput,
  hostileRun,
} from '../run-records.ts';
import { ENDINGS, NOT_VERIFIED_IN_CHINESE } from '../endings.ts';

beforeAll(() => loadTexts('zh-CN'));

function summarize(
  status: Status,
  operation: string,
  record: Parameters<typeof createRecord>[0] = {},
  headline = 'something happened',
): string {
  const outcome = createOutcome(status, headline);
  const isGreen = isSuccess(status, operation);
  return renderSummary(
    createRecord(record),
    createSummaryInput({ operation, outcome, isSuccess: isGreen }),
  );
}

const readHeading = (markdown: string) => markdown.split('\n')[0];

describe('the heading', () => {
  it.each([
    ['succeeded', 'tem-rolling-update', '✅'],
    ['failed', 'tem-rolling-update', '❌'],
    ['waiting', 'tem-rolling-update', '⏸️'],
    ['reverted', 'tem-rolling-update', '❌'],
    ['reverted', 'tem-revert', '↩️'],
    ['timed-out', 'tem-rolling-update', '⌛'],
    ['cancelled', 'tem-rolling-update', '🚫'],
    ['started', 'tem-rolling-update', '🚀'],
    ['planned', 'tem-rolling-update', '📝'],
  ] as const)('of %s by %s has the icon %s', (status, operation, icon) => {
    expect(readHeading(summarize(status, operation))).toMatch(
      new RegExp(`^## ${icon} .*something happened$`, 'i'),
    );
  });

  it('names the application unless the headline does', () => {
    const record = { before: createSnapshot([createPod()]) };
    expect(readHeading(summarize('failed', '', record))).toMatch(/something happened.*shop/);
    expect(readHeading(summarize('failed', '', record, 'shop fell'))).not.toMatch(/shop.*shop/);
  });
});

describe('a batch that was left while it deployed', () => {
  const record = {
    batches: [createBatch(1, { kind: 'deploying' })],
    timeline: [createSegment(1, 'deploying', 0, 30)],
  };

  it.each([
    ['failed', 'tem-rolling-update', true],
    ['reverted', 'tem-rolling-update', true],
    ['timed-out', 'tem-rolling-update', false],
    ['cancelled', 'tem-rolling-update', false],
    ['reverted', 'tem-revert', false],
    ['succeeded', 'tem-rolling-update', false],
  ] as const)('by %s of %s has failed: %s', (status, operation, isFailed) => {
    const markdown = summarize(status, operation, record);
    const row = markdown.split('\n').find((line) => line.startsWith('| batch 1/2'));
    expect(row?.includes('❌')).toBe(isFailed);
    expect(markdown.includes(':crit,')).toBe(isFailed);
  });
});

/** Markdown without what is ours, or is shown as it is: fences, inline code, escaped signs. */
function dropProtected(markdown: string): string {
  return markdown
    .replaceAll('](<https://console.cloud.tencent.com/tem>)', '')
    .replace(/<\/?(?:details|summary)>/g, '')
    .replace(/^( *)(`{3,})(?!`)[^\n]*\n(?:[^]*?\n)??\1\2$/gm, '')
    .replace(/\\[!-/:-@[-`{-~]|`[^`\n]*`/g, '');
}

describe('the summary', () => {
  it('has one list of facts: two in a row would have wide gaps', () => {
    const details = [{ label: 'Fix', text: 'try again' }];
    const outcome = createOutcome('failed', 'it fails', { details });
    const markdown = renderSummary(createRecord(), createSummaryInput({ outcome }));
    expect(markdown).not.toMatch(/^- .*\n\n- /m);
    expect(markdown).toMatch(/^- .*Fix/m);
  });

  it('of a hostile world has no HTML but <code>, no link, no image and no further heading', () => {
    fc.assert(
      fc.property(hostileRun, ({ record, input }) => {
        const bare = dropProtected(renderSummary(record, input));
        expect(bare.replace(/<\/?code>|<br>/g, '')).not.toMatch(/[<]/);
        expect(bare).not.toMatch(/\]\(|!\[|:\/\//);
        expect(bare.match(/^#/gm)).toHaveLength(1);
      }),
      { numRuns: 200 },
    );
  });

  it('has a row for each row: no text from outside makes or breaks one', () => {
    fc.assert(
      fc.property(hostileRun, ({ record, input }) => {
        const rows = dropProtected(renderSummary(record, input))
          .split('\n')
          .filter((line) => line.startsWith('|'));
        const columns = rows.map((line) => line.split('|').length - 2);
        expect(columns.every((count) => [2, 4, 7].includes(count))).toBe(true);
      }),
    );
  });

  it('says once what is known of an instance', () => {
    const last = createSnapshot([createPod({ podId: 'pod-7', status: 'CrashLoopBackOff' })]);
    const details = [{ instance: 'pod-7', text: 'CrashLoopBackOff' }];
    const markdown = renderSummary(
      createRecord({ last, outputs: { 'revision-id': 'revision-2' } }),
      createSummaryInput({ outcome: createOutcome('failed', 'it crashes', { details }) }),
    );
    expect(markdown.match(/pod-7/g)).toHaveLength(1);
  });

  it('stays small with 5,000 failing instances and huge messages', () => {
    const huge = '<b>`|'.repeat(20_000);
    const pods = Array.from({ length: 5_000 }, (_, index) =>
      createPod({ podId: `shop-${index}`, status: 'CrashLoopBackOff', warning: huge }),
    );
    const last = createSnapshot(pods);
    const details = [
      ...pods.map(({ podId }) => ({ instance: podId, text: huge })),
      ...pods.map(() => ({ text: huge })),
      ...pods.map(() => ({ text: huge, block: [huge] })),
    ];
    const summary = renderSummary(
      createRecord({ last, before: last, outputs: { 'revision-id': 'revision-2' } }),
      createSummaryInput({ outcome: createOutcome('failed', huge, { details }) }),
    );
    expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
    expect(summary).toContain('… and 4980 more');
    expect(summary).toContain('… and 9970 more');
  });
});

describe('The job summary', () => {
  it.each(Object.entries(ENDINGS))('of %s', (_, { input, record }) => {
    expect(`\n${renderSummary(record, input)}`).toMatchSnapshot();
  });

  it('of a failed verification in Chinese', () => {
    const { input, record } = NOT_VERIFIED_IN_CHINESE;
    expect(`\n${renderSummary(record, input)}`).toMatchSnapshot();
  });
});
