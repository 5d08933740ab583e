import { mkdirSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { renderFile } from '../__tests__/render/page.ts';
import { published } from '../__tests__/render/published.ts';
import { closeWorlds, openWorld } from '../__tests__/scenarios/world.ts';
import { showApproval } from './approval.ts';
import type { Shown } from './scenes.ts';
import { showScenes } from './scenes.ts';
import { showServices } from './services.ts';
import { print } from './terminal.ts';

const FOLDER = fileURLToPath(new URL('../render/', import.meta.url));
const PAGE = fileURLToPath(new URL('../render/demo.html', import.meta.url));

const { values } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    speed: { type: 'string', default: '60' },
  },
});
const speed = Number(values.speed);

try {
  process.exitCode = (await demo(values.all)) ? 0 : 1;
} finally {
  await closeWorlds();
}

/** Shows the scenes, and everything else if `isFull`. Resolves to true if all checks succeed. */
async function demo(isFull: boolean): Promise<boolean> {
  print('The action (dist/index.js) deploys to a Tencent Cloud that is simulated here.');
  print(`shop-api runs v2.3.9 in 6 instances. Time runs ${speed} times as fast.`);
  const shown = [await showScenes(speed), ...(isFull ? await showRest() : [])];
  await writePage(shown);
  print(`\nThe job summaries as GitHub shows them: ${relative(process.cwd(), PAGE)}`);
  if (!isFull) print('Approvals, other services, outputs: npm run demo -- --all');
  return shown.every(({ isRight }) => isRight);
}

async function showRest(): Promise<Shown[]> {
  const world = await openWorld({ speed });
  return [await showApproval(world), await showServices(world)];
}

async function writePage(shown: readonly Shown[]): Promise<void> {
  const sections = shown.flatMap((each) => each.sections);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(
    PAGE,
    await renderFile(
      sections.map((section) => ({ ...section, markdown: published(section.markdown) })),
    ),
  );
}
