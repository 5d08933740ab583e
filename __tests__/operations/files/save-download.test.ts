import { afterEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { DEMO_FUNCTION } from '../../../simulator/index.ts';
import { ArtifactError, NoArtifactServiceError } from '../../../src/github/artifact.ts';
import { CODE, CODE_SHA256, openScf, readSaved, SCF, warnings } from '../download-world.ts';
import type { ServiceRun } from '../services.ts';
import { closeServices, failure, success } from '../services.ts';

afterEach(closeServices);

const TO_FILE = { ...SCF, 'download-path': 'code.zip' };
const downloadLine = (run: ServiceRun) => run.lines.find((line) => line.startsWith('▸ Download'));

describe('a download', () => {
  it('is kept at download-path, and verified', async () => {
    const world = await openScf();
    const run = await world.run(TO_FILE);
    const path = join(world.workspace, 'code.zip');
    const outputs = { 'download-path': path, 'download-sha256': CODE_SHA256 };
    expect(run).toMatchObject({ ...success(), outputs });
    expect(downloadLine(run)).toMatch(/ 24 B .* · verified$/);
    expect(world.artifacts).toEqual([]);
  });

  it("is verified by storage's CRC-64 without a hash of its own", async () => {
    const world = await openScf({ behaviour: { codeSha256: 'none' } });
    expect(downloadLine(await world.run(TO_FILE))).toMatch(/ 24 B in \d+ s · verified$/);
  });

  it('is an error without a file where its hash is another', async () => {
    const world = await openScf({ behaviour: { codeSha256: 'wrong' } });
    const run = await world.run(TO_FILE);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(run.said).toContain(CODE_SHA256);
    expect(readSaved(world, 'code.zip')).toBeUndefined();
  });

  it('is kept with a warning where its hash is another (digest-mismatch: warn)', async () => {
    const world = await openScf({ behaviour: { codeSha256: 'wrong' } });
    const run = await world.run({ ...TO_FILE, 'digest-mismatch': 'warn' });
    expect(run).toMatchObject({ ...success(), outputs: { 'download-sha256': CODE_SHA256 } });
    expect(warnings(run)).toMatchObject([{ message: expect.stringContaining(CODE_SHA256) }]);
    expect(downloadLine(run)).not.toMatch(/verified$/);
    expect(readSaved(world, 'code.zip')).toBe(CODE);
  });

  it.each(['../outside.zip', '/etc/passwd'])('may not be kept at %s: no call', async (path) => {
    const world = await openScf();
    const run = await world.run({ ...SCF, 'download-path': path });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(world.simulator.calls).toEqual([]);
  });
});

describe('an artifact', () => {
  const KEEP = { ...SCF, 'artifact-name': 'code' };

  it('is made of a file in the temporary folder where there is no download-path', async () => {
    const world = await openScf();
    const run = await world.run({ ...KEEP, 'artifact-retention-days': '7' });
    const path = join(world.temp, `${DEMO_FUNCTION.functionName}.zip`);
    expect(world.artifacts).toEqual([['code', path, 7]]);
    expect(run.outputs).toMatchObject({ 'artifact-id': '4711', 'download-path': path });
  });

  it('is missed with a warning where there is no artifact service: the file stays', async () => {
    const world = await openScf({}, new NoArtifactServiceError('There is none.'));
    const run = await world.run({ ...KEEP, 'download-path': 'a.zip' });
    expect(run).toMatchObject(success());
    expect(run.outputs).not.toHaveProperty('artifact-id');
    expect(warnings(run)).toMatchObject([{ message: expect.stringContaining('There is none.') }]);
    expect(readSaved(world, 'a.zip')).toBe(CODE);
  });

  it('that cannot be kept is an error, which says where the file is', async () => {
    const world = await openScf(
      {},
      new ArtifactError(new Error('an artifact with this name already exists')),
    );
    const run = await world.run({ ...KEEP, 'download-path': 'a.zip' });
    expect(run).toMatchObject({
      ...failure('artifact-failed'),
      details: [
        {
          label: { key: 'words.why' },
          text: 'an artifact with this name already exists',
        },
        { label: { key: 'files.save-label-file' }, text: join(world.workspace, 'a.zip') },
      ],
      next: [{ sentence: { key: 'github.change-artifact-name' } }],
    });
  });

  it('that fails for a reason that nobody expects is no success', async () => {
    const world = await openScf({}, new Error('the disk is full'));
    const run = await world.run({ ...KEEP, 'download-path': 'a.zip' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(warnings(run)).toEqual([]);
  });
});

afterEach(closeServices);

const MASKED = { ...SCF, 'mask-download-url': 'true' };

/** A pre-signed URL is in its output and in the result, and nowhere else. */
function expectUnseen(run: ServiceRun, text: string): void {
  expect(text.length).toBeGreaterThan(20);
  const others = Object.entries(run.outputs).filter(
    ([name]) => name !== 'download-url' && name !== 'result',
  );
  const rest = [run.said, ...run.summaries, ...run.debug, JSON.stringify(others)];
  expect(rest.filter((one) => one.includes(text))).toEqual([]);
}

describe('a pre-signed URL', () => {
  it('is in its output and in the result, and nowhere else', async () => {
    const world = await openScf();
    const run = await world.run(SCF);
    const url = run.outputs['download-url'] ?? '';
    expectUnseen(run, new URL(url).search);
    expect(JSON.parse(run.outputs.result ?? '')).toMatchObject({ 'download-url': url });
    expect(run.masks).not.toContain(url);
  });

  it('is masked where asked, and not in the result then', async () => {
    const world = await openScf();
    const run = await world.run(MASKED);
    expect(run.masks).toContain(run.outputs['download-url']);
    expect(JSON.parse(run.outputs.result ?? '')).not.toHaveProperty('download-url');
  });

  it('is raised from plain http of COS to https, and both are masked', async () => {
    const world = await openScf({ behaviour: { urlForm: 'http' } });
    const run = await world.run(MASKED);
    const url = run.outputs['download-url'] ?? '';
    expect(url).toMatch(/^https:\/\/lambdaap-.*\.myqcloud\.com\//);
    expect(run.masks).toEqual(expect.arrayContaining([url, url.replace('https:', 'http:')]));
  });

  it('has its signature masked as well, encoded and decoded, and says when that ends', async () => {
    const world = await openScf();
    const startedAt = world.clock.now();
    const { masks, outputs } = await world.run(MASKED);
    const url = new URL(outputs['download-url'] ?? '');
    const sign = url.searchParams.get('sign') ?? '';
    const signature = new URLSearchParams(sign).get('q-signature') ?? '';
    expect(signature).toMatch(/^[0-9a-f]{40}$/);
    expect(masks).toEqual(expect.arrayContaining([encodeURIComponent(sign), sign, signature]));
    const seconds = (Date.parse(outputs['download-url-expires-at'] ?? '') - startedAt) / 1000;
    expect(Math.round(seconds)).toBe(10_060);
  });

  it('is asked for again where it expires in the middle of the download', async () => {
    const code = 'x'.repeat(100);
    const world = await openScf({ code: Buffer.from(code), behaviour: { urlSeconds: 0 } });
    world.simulator.cos.faults.inject({ kind: 'cut', method: 'GET', bytes: 20, times: 2 });
    const run = await world.run({ ...MASKED, 'download-path': 'code.zip' });
    expect(run).toMatchObject(success());
    expect(readSaved(world, 'code.zip')).toBe(code);
    expect(world.calls('GetFunctionAddress')).toEqual(['ok', 'ok']);
    expect(run.masks).toContain(run.outputs['download-url']);
    const outcomes = world.simulator.cos.requests.map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['cut', 'cut', 'AccessDenied', 'ok']);
  });

  it('is not asked for again where the file is gone', async () => {
    const world = await openScf();
    world.simulator.cos.faults.inject({ kind: 'api-error', code: 'NoSuchKey', status: 404 });
    const run = await world.run({ ...SCF, 'download-path': 'code.zip' });
    expect(run).toMatchObject(failure('NoSuchKey'));
    expect(world.calls('GetFunctionAddress')).toEqual(['ok']);
  });
});
