// Renders summaries and plans of the built action as GitHub does, in a real browser, in its light and dark
// themes and on a phone, and says what is wrong with them. Pictures of them are kept in render/.
// Names of cases as arguments render those alone.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { renderGantt } from '../../src/report/summary/gantt.ts';
import { hostileRun } from '../report/run-records.ts';
import { closeWorlds } from '../scenarios/world.ts';
import type { Browser } from './browser.ts';
import { findChromium, openBrowser, README_VIEW, VIEWS } from './browser.ts';
import type { Case } from './case.ts';
import { NAMES, produce } from './cases.ts';
import { problemsOf } from './checks.ts';
import { renderPage } from './page.ts';

const PICTURES = fileURLToPath(new URL('../../render/', import.meta.url));
const HOSTILE_DIAGRAMS = 200;
const IN_README = 'success';
const README_PICTURE = join(PICTURES, `${IN_README}.png`);

const MISSING = [
  'Chromium is missing: the job summaries cannot be rendered here.',
  '  Debian, Ubuntu   apt-get install --no-install-recommends chromium fonts-noto-color-emoji fonts-noto-cjk',
  '  elsewhere        install Chromium or Chrome, and name it: CHROMIUM=/path/to/it',
];

const executable = findChromium();
if (executable === undefined) {
  console.error(MISSING.join('\n'));
  process.exitCode = 1;
} else {
  process.exitCode = (await renderAll(executable)) ? 0 : 1;
}

async function renderAll(chromium: string): Promise<boolean> {
  rmSync(PICTURES, { recursive: true, force: true });
  mkdirSync(PICTURES, { recursive: true });
  const browser = await openBrowser(chromium);
  try {
    const results = [];
    const wanted = process.argv.slice(2);
    const names = NAMES.filter((name) => wanted.length === 0 || wanted.includes(name));
    for (const made of produceAhead(names)) {
      const ready = await made;
      results.push(tell(ready.name, await render(browser, ready)));
    }
    results.push(tell('hostile diagrams', await parseHostile(browser)));
    return results.every(Boolean);
  } finally {
    await Promise.all([browser.close(), closeWorlds()]);
  }
}

/** One after the other, while the browser shows those that are ready. */
function produceAhead(names: readonly string[]): Promise<Case>[] {
  let before: Promise<unknown> = Promise.resolve();
  return names.map((name) => {
    const made = before.then(() => produce(name));
    before = made.catch(() => undefined);
    return made;
  });
}

async function render(browser: Browser, made: Case): Promise<string[]> {
  writeFileSync(join(PICTURES, `${made.name}.md`), made.summary);
  const html = await renderPage([{ markdown: made.summary, place: made.place }]);
  const problems = VIEWS.map(async (view) => {
    const picture = join(PICTURES, `${made.name}-${view.name}.png`);
    const found = problemsOf(made, await browser.see(html, view, picture));
    if (found.length > 0) await browser.renew(view);
    return found.map((problem) => `${view.name}: ${problem}`);
  });
  if (made.name === IN_README) await browser.see(html, README_VIEW, README_PICTURE);
  return (await Promise.all(problems)).flat();
}

/** Mermaid's own parser on the diagrams of reports in which every text is hostile. */
async function parseHostile(browser: Browser): Promise<string[]> {
  const diagrams = fc
    .sample(hostileRun, HOSTILE_DIAGRAMS)
    .map(({ record, input: { now } }) =>
      renderGantt({ ...record, now, isFailed: true, language: 'en-US' }),
    )
    .filter((fenced) => fenced !== '')
    .map((section) => /^```mermaid\n(.*?)\n```$/ms.exec(section)?.[1] ?? section);
  if (diagrams.length === 0) return ['there is none'];
  const errors = await browser.parse(diagrams);
  return errors.flatMap((error, index) => (error ? [`${error}\n${String(diagrams[index])}`] : []));
}

function tell(name: string, problems: readonly string[]): boolean {
  console.log(`${problems.length === 0 ? '✓' : '✗'} ${name}`);
  for (const problem of problems) console.log(`    ${problem}`);
  return problems.length === 0;
}
