import { afterEach, describe, expect, it } from '@jest/globals';
import { SECRET_MARK } from '../../../simulator/index.ts';
import { annotated, closeWorlds, startWorld } from '../world.ts';

const STEP = {
  operation: 'tem-package-url',
  'package-name': 'shop-2.4.0.jar',
  'deploy-version': 'v2.4.0',
};

afterEach(closeWorlds);

describe('tem-package-url', () => {
  it('gives the URL with one call, and shows it nowhere', async () => {
    const world = await startWorld();
    const run = await world.run(STEP);
    expect(run).toMatchObject({
      exitCode: 0,
      calls: ['GenerateApplicationPackageDownloadUrl'],
      masks: expect.not.arrayContaining([expect.stringContaining(SECRET_MARK)]),
      outputs: {
        status: 'succeeded',
        'package-name': 'shop-2.4.0.jar',
        'download-url': expect.stringMatching(/^https:/),
      },
    });
    expect(run.outputs['request-id']).toBe(world.simulator.calls.at(-1)?.requestId);
    expect(run.outputs.result).toContain(SECRET_MARK);
    expect(JSON.stringify([run.lines, run.annotations, run.debug])).not.toContain(SECRET_MARK);
    expect(run.summary).not.toContain(SECRET_MARK);
  });

  it('masks it where it is asked to', async () => {
    const world = await startWorld();
    const run = await world.run({ ...STEP, 'mask-download-url': 'true' });
    expect(run.masks).toContain(run.outputs['download-url']);
    expect(run.outputs.result).not.toContain(SECRET_MARK);
    expect(JSON.parse(run.outputs.result ?? '')).toMatchObject({ status: 'succeeded' });
  });

  it.each([null, ''])('fails where TEM gives %j, with what to check', async (packageUrl) => {
    const world = await startWorld({ behaviour: { packageUrl } });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(run).toMatchObject({
      code: 'package-url-missing',
      next: [{ sentence: { key: 'data.check-package' } }],
    });
    expect(run.outputs).not.toHaveProperty('download-url');
    expect(run.annotations.at(-1)?.message).toMatch(/package-name.*deploy-version/);
  });

  describe.each(['tem-package-url', 'tem-rolling-update'])('%s', (operation) => {
    const given = `http://tem-1300000000.cos.ap-guangzhou.myqcloud.com/a.jar?q=${SECRET_MARK}`;
    const step = { ...STEP, operation, 'mask-download-url': 'true' };

    it('raises the URL to https, and masks both', async () => {
      const world = await startWorld({ deployMode: 'JAR', behaviour: { packageUrl: given } });
      const run = await world.run(step);
      const url = given.replace('http:', 'https:');
      expect(run.outputs['download-url']).toBe(url);
      expect(run.masks).toEqual(expect.arrayContaining([given, url]));
    });

    it('does not give away one that is not https', async () => {
      const packageUrl = `http://example.com/a.jar?${SECRET_MARK}`;
      const world = await startWorld({ deployMode: 'JAR', behaviour: { packageUrl } });
      const run = await world.run(step);
      expect(run.outputs).not.toHaveProperty('download-url');
      expect(annotated(run)).toContain('http://example.com/a.jar');
      expect(annotated(run)).not.toContain(SECRET_MARK);
    });
  });

  it('works on the international site as well', async () => {
    const world = await startWorld({}, 'international');
    await expect(world.run(STEP)).resolves.toMatchObject({ exitCode: 0 });
  });
});
