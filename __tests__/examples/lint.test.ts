import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { actionlint } from '../support/workflow/actionlint.ts';
import { readWorkflow } from '../support/workflow/read-workflow.ts';
import { asWorkflow, blocksOf, PAGES, unknownNames } from './snippets.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const inFolder = (folder: string) => readdirSync(ROOT + folder).map((name) => `${folder}/${name}`);
const examples = inFolder('examples');
const own = inFolder('.github/workflows');
const text = (path: string) => readFileSync(ROOT + path, 'utf8');

/** actionlint does not know background steps yet; GitHub's own parser does. */
function withoutBackgroundSteps(workflow: string): string {
  return workflow.replace(/^ +(?:background: true|- wait: .*)\n/gm, '');
}

describe('actionlint', () => {
  it('has nothing to say, but to a mistake in a copy', () => {
    const files = [...examples, ...own].map(
      (path) => [path.replace(/.*\//, ''), withoutBackgroundSteps(text(path))] as const,
    );
    const blocks = PAGES.flatMap((page) => blocksOf(text(page), 'yaml'));
    const snippets = blocks.map(
      (block, index) => [`snippet-${index}.yml`, asWorkflow(block)] as const,
    );
    const wrong = blocks[0]?.replaceAll('github.run_number', 'github.run_nr') ?? '';
    const all = new Map([...files, ...snippets, ['wrong.yml', asWorkflow(wrong)]]);
    expect(all.size).toBe(files.length + snippets.length + 1);
    expect(actionlint(all)).toEqual([
      expect.stringMatching(/^wrong\.yml:.*"run_nr" is not defined/),
    ]);
  });
});

describe.each([...examples, ...own])('%s', (path) => {
  it("is read by GitHub's parser", async () => {
    await expect(readWorkflow(ROOT + path)).resolves.toBeDefined();
  });
});

describe.each(examples)('%s', (path) => {
  it('says its purpose in its first lines, in English and Chinese', () => {
    expect(text(path)).toMatch(/^# [A-Z].+[^.]\.\n# .*\p{Script=Han}.*。\n(name|on):/u);
  });

  it('comments in English and Chinese', () => {
    const comments = text(path).match(/(?:^ *#.*\n)+/gm) ?? [];
    comments.forEach((comment) => {
      expect(comment).toMatch(/# (?:[A-Z]|\d)[^]*# .*\p{Script=Han}|# .* \/ .*\p{Script=Han}/u);
    });
  });

  it('uses only inputs and outputs that this action has', () => {
    expect(unknownNames(text(path))).toEqual([]);
  });
});

describe.each(own)('%s', (path) => {
  it('names the actions of others by their commit, with the version beside it', () => {
    const uses = [...text(path).matchAll(/uses: (.*)/g)].map(([, reference]) => reference);
    uses.forEach((reference) => {
      expect(reference).toMatch(/^(\.\/|[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$)/);
    });
    expect(text(path)).toContain('\npermissions:');
  });
});
