import { afterEach, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
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

it('The prober is loaded only by a step with verify-url', async () => {
  const { run } = await openServed();
  const load = async (version: string, inputs: Record<string, string>) => {
    const folder = inFolder(version);
    const { outputs } = await run(
      { ...AUTO, 'deploy-version': version, ...inputs },
      { env: { NODE_V8_COVERAGE: folder } },
    );
    expect(outputs.status).toBe('succeeded');
    return listLoaded(folder);
  };
  const plain = await load('v2', { 'verify-url': '' });
  const verified = await load('v3', { 'verify-body': '' });
  expect(plain).toContain('index.js');
  const more = verified.filter((name) => !plain.includes(name));
  expect(more).not.toEqual([]);
});
