import { describe, expect, it } from '@jest/globals';
import type { Publication } from '../../../src/operations/car/publication.ts';
import { isSuperseded, judgePublication } from '../../../src/operations/car/publication.ts';
import { versions } from './versions.ts';

const NEW: Publication = { versionId: 'ours', from: 'ready', before: 'old', wasInUse: false };
const AGAIN: Publication = { ...NEW, from: 'usable' };

describe('a publication may be sent', () => {
  it.each([
    ['pending', NEW, { old: 'Inuse', ours: 'Normal' }],
    ['pending', AGAIN, { old: 'Inuse', ours: 'Usable' }],
    ['pending', { ...NEW, before: '' }, { ours: 'Normal' }],
    ['done', NEW, { old: 'Usable', ours: 'Inuse' }],
    ['absent', NEW, { old: 'Inuse' }],
    // Somebody has rolled back, published another version, or deleted ours.
    ['overtaken', NEW, { old: 'Inuse', ours: 'Usable' }],
    ['overtaken', NEW, { old: 'Usable', other: 'Inuse', ours: 'Normal' }],
    ['overtaken', { ...NEW, before: '' }, { other: 'Inuse', ours: 'Normal' }],
    ['overtaken', AGAIN, { old: 'Usable', other: 'Inuse', ours: 'Usable' }],
    ['overtaken', AGAIN, { old: 'Inuse', ours: 'Deleting' }],
  ])('only while nothing else happens: %s', (state, publication, list) => {
    expect(judgePublication(versions(list), publication)).toBe(state);
  });
});

describe('a publication is superseded', () => {
  it.each([
    [true, NEW, { old: 'Inuse', ours: 'Usable' }],
    [true, AGAIN, { old: 'Usable', other: 'Inuse', ours: 'Usable' }],
    [true, { ...AGAIN, wasInUse: true }, { old: 'Inuse', ours: 'Usable' }],
    [false, NEW, { old: 'Inuse', ours: 'Normal' }],
    // Ours still comes: the other one was in use before, and the look before was too old.
    [false, NEW, { old: 'Usable', other: 'Inuse', ours: 'Normal' }],
    [false, AGAIN, { old: 'Inuse', ours: 'Usable' }],
    [false, NEW, { old: 'Usable', ours: 'Inuse' }],
    [false, NEW, { old: 'Usable', ours: 'Usable' }],
    [false, NEW, { old: 'Inuse' }],
  ])('where it was in use and another is: %s', (is, publication, list) => {
    expect(isSuperseded(versions(list), publication)).toBe(is);
  });
});
