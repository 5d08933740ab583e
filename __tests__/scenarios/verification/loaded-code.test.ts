import { afterEach, expect, it } from '@jest/globals';
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { AUTO, closeServedWorlds, openServed } from './served-world.ts';

afterEach(closeServedWorlds);

const inFolder = temporaryFolder();

/** The files of dist/ that V8's coverage in `folder` knows: all that a process has loaded. */
function listLoaded(folder: string): string[] {
  const reports = readdirSync(folder).map(
    (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as { result: { url: string }[] },
  );
  const urls = reports.flatMap(({ result }) => result.map(({ url }) => url));
  return [...new Set(urls.filter((url) => url.includes('/dist/')).map((url) => basename(url)))];
}

/** A rollout without requests to the application. */
const PLAIN = { 'verify-url': '', wait: 'false' };

/** Runs the step and returns the files of dist/ that it has loaded. */
async function load(
  { run }: Awaited<ReturnType<typeof openServed>>,
  version: string,
  inputs: Record<string, string>,
): Promise<string[]> {
  const folder = inFolder(version);
  const { outputs } = await run(
    { ...AUTO, 'deploy-version': version, ...inputs },
    { env: { NODE_V8_COVERAGE: folder } },
  );
  expect(['planned', 'started']).toContain(outputs.status);
  return listLoaded(folder);
}

it('The prober and the Chinese texts are loaded only by the steps that use them', async () => {
  const world = await openServed({}, { inProcess: false });
  const plain = await load(world, 'v2', PLAIN);
  const verifying = await load(world, 'v3', { 'verify-body': '', 'dry-run': 'true' });
  const chinese = await load(world, 'v4', { ...PLAIN, 'dry-run': 'true', language: 'zh-CN' });
  expect(plain).toContain('index.js');
  const more = [verifying, chinese].map((all) => all.filter((name) => !plain.includes(name)));
  for (const names of more) expect(names).not.toEqual([]);
  const [prober, texts] = more;
  expect(prober).not.toEqual(texts);
});

it.each([
  ['nothing', '{}', false],
  ['something', '{"pending":{}}', true],
])('post loads the rest only if something is left to it (%s)', (name, state, isLoaded) => {
  const folder = inFolder(name);
  const post = fileURLToPath(new URL('../../../dist/post/index.js', import.meta.url));
  const env = { NODE_V8_COVERAGE: folder, STATE_state: state };
  expect(spawnSync(process.execPath, [post], { env }).status).toBe(0);
  const loaded = listLoaded(folder);
  expect(loaded).toContain('index.js');
  expect(loaded.length > 1).toBe(isLoaded);
});

it.each(['throw', 'warn'])(
  'post fails if the rest is missing (--unhandled-rejections=%s)',
  (mode) => {
    const alone = join(inFolder('alone'), 'index.js');
    mkdirSync(dirname(alone), { recursive: true });
    copyFileSync(fileURLToPath(new URL('../../../dist/post/index.js', import.meta.url)), alone);
    const env = { NODE_OPTIONS: `--unhandled-rejections=${mode}`, STATE_state: '{"pending":{}}' };
    expect(spawnSync(process.execPath, [alone], { env }).status).toBe(1);
  },
);
