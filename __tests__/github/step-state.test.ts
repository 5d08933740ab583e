import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readState, saveState } from '../../src/github/step-state.ts';

/** The runner: what the main run saves, the post run of the same step gets. */
function runner(saved: Record<string, string> = {}) {
  return {
    saved,
    saveState: (name: string, value: unknown) => {
      saved[name] = String(value);
    },
    getState: (name: string) => saved[name] ?? '',
  };
}

describe('saved state', () => {
  it('is none where nothing was saved: the job may be cancelled before', () => {
    expect(readState(runner())).toBeUndefined();
  });

  it('is read as it was saved', () => {
    const core = runner();
    saveState(core, { revisionId: 'old' });
    saveState(core, { revisionId: 'revision-1', target: { region: 'ap-guangzhou' }, batches: [1] });
    expect(readState(core)).toEqual({
      revisionId: 'revision-1',
      target: { region: 'ap-guangzhou' },
      batches: [1],
    });
  });

  it('is read as it was saved, whatever JSON it is', () => {
    const json = fc.dictionary(fc.string(), fc.jsonValue()).map((state) => {
      return JSON.parse(JSON.stringify(state)) as Record<string, unknown>;
    });
    fc.assert(
      fc.property(json, (state) => {
        const core = runner();
        saveState(core, state);
        expect(readState(core)).toEqual(state);
      }),
    );
  });

  it.each(['', 'garbage', '{', '[]', '"text"', 'null', '42', 'true'])('is none in %j', (text) => {
    const core = runner();
    saveState(core, {});
    for (const name of Object.keys(core.saved)) core.saved[name] = text;
    expect(readState(core)).toBeUndefined();
  });
});
