import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createLog } from '../../src/github/log.ts';
import { readState, saveState, withOptionalState } from '../../src/github/step-state.ts';
import { recordingCore } from '../operations/recorder.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();

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

describe('state on a disk that takes so many bytes', () => {
  function fill(limit: number) {
    const file = folder('state');
    writeFileSync(file, '');
    const { core, recorded } = recordingCore();
    const saveOnDisk = (name: string, value: string): void => {
      const free = limit - readFileSync(file).length;
      const line = `${name}=${value}\n`;
      appendFileSync(file, line.slice(0, free));
      if (line.length > free) throw Object.assign(new Error('write'), { code: 'ENOSPC' });
    };
    const full = { ...core, saveState: saveOnDisk };
    const { saveState: save } = withOptionalState(full, { GITHUB_STATE: file }, createLog(core));
    return { save, recorded, read: () => readFileSync(file, 'utf8') };
  }

  it('has the last values alone where they fit', () => {
    const { read, recorded, save } = fill(20);
    save('a', 'first');
    save('b', 'other');
    save('a', 'second');
    expect(read()).toBe('a=second\nb=other\n');
    expect(recorded.annotations).toEqual([]);
  });

  it('has nothing left to finish where what says so does not fit', () => {
    const { read, recorded, save } = fill(12);
    save('a', 'pending');
    save('a', '{}');
    expect(read()).toBe('');
    expect(recorded.annotations).toEqual([]);
  });

  it('is a warning, once, where even those do not fit', () => {
    const { read, recorded, save } = fill(5);
    save('a', 'pending');
    save('b', 'pending');
    expect(read()).toBe('');
    expect(recorded.annotations).toMatchObject([
      { kind: 'warning', message: expect.stringContaining('ENOSPC') },
    ]);
  });
});
