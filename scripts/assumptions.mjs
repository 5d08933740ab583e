// Writes docs/assumptions.md from live/assumptions.ts and the comments in src/ that name its rows.
// With --check it only compares.
import { basename } from 'node:path';
import { listAssumptionComments } from '../live/assumption-comments.ts';
import { ASSUMPTIONS, TOPICS } from '../live/assumptions.ts';
import { escapeCell, formatCode, wrapTable } from './tables.mjs';
import { updateFile } from './update-file.mjs';

const NEVER_RUN = 'This action has never run against the real Tencent Cloud.';
const PARTLY_RUN =
  'Against the real Tencent Cloud, only what the settled rows below say has been seen.';
const HEAD = ['Question', 'Assumed', 'Otherwise', 'Live check', 'State', 'Code'];
const comments = listAssumptionComments(new URL('../', import.meta.url));

await updateFile('docs/assumptions.md', writePage);

function writePage() {
  const open = ASSUMPTIONS.filter(({ state }) => state === 'open').length;
  const settled = ASSUMPTIONS.length - open;
  return [
    '# What is assumed about Tencent Cloud',
    `${settled === 0 ? NEVER_RUN : PARTLY_RUN} In its tests, every release runs against a simulator, which verifies signatures with an official SDK and is compared with the models of the official SDKs. That shows that the calls have the documented form. It does not show what the services do where the documentation says nothing.`,
    'This page lists everything of that kind that the code relies on: what it assumes, and what it does if the assumption does not hold. Comments in the code that begin with "Unknown" name their row here.',
    `**${open} open, ${settled} settled.** \`npm run live\` runs the live checks against an account; each settles the rows that name it. No call of ours can settle the rows that begin with "By hand"; they say what a person would have to do. A settled row has the date and the recording that shows the answer. [CONTRIBUTING](../CONTRIBUTING.md#assumptions) describes how to add or settle one.`,
    ...Object.entries(TOPICS).flatMap(([topic, rows]) => [
      `## ${topic}`,
      wrapTable([HEAD, ...rows.map(writeRow)]),
    ]),
  ].join('\n\n');
}

function writeRow({ id, question, assumed, otherwise, check, state }) {
  const files = new Set(comments.filter((comment) => comment.id === id).map(({ file }) => file));
  const links = [...files].map((file) => `[${basename(file)}](../${file})`);
  return [
    `<a id="${id}"></a>${formatCode(id)}<br>${escapeCell(question)}`,
    escapeCell(assumed),
    escapeCell(otherwise),
    typeof check === 'string' ? formatCode(check) : `By hand: ${escapeCell(check.byHand)}`,
    writeState(state),
    links.join('<br>'),
  ];
}

function writeState(state) {
  if (state === 'open') return 'open';
  const { settledOn, recording, holds } = state;
  const result = holds ? 'holds' : 'does not hold';
  return `${result}, ${settledOn}<br>[${recording}](../simulator/recordings/${recording})`;
}
