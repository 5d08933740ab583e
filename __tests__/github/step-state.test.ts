import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isPost, markMain, readState, saveState } from '../../src/github/step-state.ts';

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
  it('tells the post run from the main run', () => {
    const core = runner();
    expect(isPost(core)).toBe(false);
    markMain(core);
    expect(isPost(core)).toBe(true);
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

  it('does not make a main run of the post run', () => {
    const core = runner();
    markMain(core);
    saveState(core, { phase: 'main' });
    expect(isPost(core)).toBe(true);
  });

  it.each(['', 'garbage', '{', '[]', '"text"', 'null', '42', 'true'])('is none in %j', (text) => {
    const core = runner();
    saveState(core, {});
    for (const name of Object.keys(core.saved)) core.saved[name] = text;
    expect(readState(core)).toBeUndefined();
  });
});
