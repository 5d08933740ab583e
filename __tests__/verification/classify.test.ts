import { describe, expect, it } from '@jest/globals';
import { classifyAnswer, nameFailure, weighGood } from '../../src/verification/classify.ts';
import type { Answer } from '../../src/verification/criteria.ts';
import { CRITERIA } from './probing.ts';

const ANY_TEXT = {
  ...CRITERIA,
  statuses: [
    { from: 200, to: 299 },
    { from: 418, to: 418 },
  ],
};
const WITH_TEXT = { ...ANY_TEXT, hasText: true };
const reply = (status: number, hasText = true): Answer => ({ kind: 'response', status, hasText });
const NONE: Answer = { kind: 'no-response', reason: 'BUSY' };

describe('an answer', () => {
  it.each([
    [199, 'bad'],
    [200, 'good'],
    [299, 'good'],
    [300, 'bad'],
    [417, 'bad'],
    [418, 'good'],
    [419, 'bad'],
  ])('with the status %d is %s', (status, kind) => {
    expect(classifyAnswer(reply(status), ANY_TEXT, false)).toBe(kind);
  });

  it.each([
    ['of an old instance is neither', reply(200, false), WITH_TEXT, true, 'other'],
    ['without the text is bad if all are new', reply(200, false), WITH_TEXT, false, 'bad'],
    ['with the text is good', reply(200), WITH_TEXT, true, 'good'],
    ['with the text and a bad status is bad', reply(500), WITH_TEXT, true, 'bad'],
    ['without the text and a bad status is bad', reply(500, false), WITH_TEXT, true, 'bad'],
    ['is good without the text if none is wanted', reply(200, false), ANY_TEXT, true, 'good'],
    ['that never came is bad', NONE, WITH_TEXT, true, 'bad'],
  ])('%s', (_, answer, criteria, hasOld, kind) => {
    expect(classifyAnswer(answer, criteria, hasOld)).toBe(kind);
  });

  it.each([
    [NONE, 'BUSY'],
    [reply(503), '503'],
    [reply(200, false), 'NO_TEXT'],
  ])('%j that failed is named %s', (answer, name) => {
    expect(nameFailure(answer, WITH_TEXT)).toBe(name);
  });

  it('counts its share, or in full if its text tells who gave it', () => {
    expect([weighGood(ANY_TEXT, 0.25), weighGood(WITH_TEXT, 0.25)]).toEqual([0.25, 1]);
  });
});
