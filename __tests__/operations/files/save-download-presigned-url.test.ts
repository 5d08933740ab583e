import { afterEach, describe, expect, it } from '@jest/globals';
import { openScf, readSaved, SCF } from '../download-world.ts';
import type { ServiceRun } from '../services.ts';
import { closeServices, failure, success } from '../services.ts';

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
    expect(url).toMatch(/^https:\/\/lambdacode-.*\.myqcloud\.com\//);
    expect(run.masks).toEqual(expect.arrayContaining([url, url.replace('https:', 'http:')]));
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
