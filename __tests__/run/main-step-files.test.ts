import { afterEach, describe, expect, it } from '@jest/globals';
import { closeWorlds, startWorld, UPDATE } from '../operations/world.ts';

afterEach(closeWorlds);

describe('a step that cannot write the files of the runner', () => {
  const NONE = '/nowhere/file';

  it.each(['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY'])(
    'ends before the first call (%s)',
    async (variable) => {
      const world = await startWorld();
      const run = await world.run(UPDATE, { [variable]: NONE });
      expect(run).toMatchObject({ exitCode: 1, calls: [] });
      expect(run.lines.at(-1)).toMatch(/^▸ Result +failed/);
      expect(run.annotations).toMatchObject([
        { kind: 'error', title: expect.stringContaining(variable) },
      ]);
    },
  );

  it('needs no file for a summary that is not wanted', async () => {
    const world = await startWorld();
    const inputs = { operation: 'tem-wait', summary: 'false' };
    const run = await world.run(inputs, { GITHUB_STEP_SUMMARY: NONE });
    expect(run.exitCode).toBe(0);
  });
});
