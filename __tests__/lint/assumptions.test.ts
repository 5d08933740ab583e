import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { findMarkers, listAssumptionComments } from '../../live/assumption-comments.ts';
import { ASSUMPTIONS } from '../../live/assumptions.ts';
import { JUDGES } from '../../live/judge-all.ts';

const ROOT = new URL('../../', import.meta.url);
const comments = listAssumptionComments(ROOT);
const ids = ASSUMPTIONS.map(({ id }) => id);

describe('findMarkers', () => {
  it.each([
    ['/** Unknown (a-b): its unit. */', ['a-b']],
    ['// unknown: its unit.', ['']],
    ['/**\n * The unit. Unknown\n * (a-b): which. Unknown: how.\n */', ['a-b', '']],
    ['// The unit. Also unknown\n// (a-b): its limit.', ['a-b']],
    ["/** Its unit; '' if unknown. */\nconst STATES = { unknown: 1 };", []],
    ["const url = 'https://unknown:1';", []],
  ])('reads %j', (source, expected) => {
    expect(findMarkers(source)).toEqual(expected);
  });
});

describe('Comments in src/ that begin with "Unknown"', () => {
  it('name a row each', () => {
    const wrong = comments.filter(({ id }) => !ids.includes(id));
    expect(wrong).toEqual([]);
  });

  it('are found, even one in the middle of a comment', () => {
    const file = 'src/rollout/batch-progress.ts';
    expect(readFileSync(new URL(file, ROOT), 'utf8')).toContain('tem-next-start-unit');
    expect(comments).toContainEqual({ file, id: 'tem-next-start-unit' });
  });
});

describe('The list of assumptions', () => {
  it('has each ID once, as lower-case words', () => {
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)+$/.test(id))).toEqual([]);
  });

  it.each(ids)('%s is relied on by a file in src/', (id) => {
    expect(comments.map((comment) => comment.id)).toContain(id);
  });

  it('says how a person settles each row that no live check judges, and no other', () => {
    const byHand = ASSUMPTIONS.filter(({ check }) => typeof check !== 'string');
    const unjudged = ASSUMPTIONS.filter(({ id }) => !(id in JUDGES));
    expect(byHand).toEqual(unjudged);
  });

  it.each(ASSUMPTIONS.map((row) => [row.id, row] as const))('%s is complete', (_, row) => {
    const { assumed, otherwise, question, state } = row;
    expect(question).toMatch(/\?$/);
    expect(assumed).toMatch(/\.$/);
    expect(otherwise).toMatch(/\.$/);
    const isSettledWell =
      state === 'open' ||
      (/^\d{4}-\d\d-\d\d$/.test(state.settledOn) &&
        existsSync(new URL(`simulator/recordings/${state.recording}/`, ROOT)));
    expect(isSettledWell).toBe(true);
  });
});
