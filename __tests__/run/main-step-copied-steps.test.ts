import { afterEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { Inputs, Run } from '../operations/world.ts';
import { closeWorlds, startWorld, UPDATE } from '../operations/world.ts';

const BETA = { ...UPDATE, 'deploy-strategy': 'BETA', 'beta-batch-num': '1' };

afterEach(closeWorlds);

/** The inputs of the workflow steps that a summary has to copy, read as GitHub does. */
function readSteps({ summary }: Run): Inputs[] {
  const fences = Array.from(summary.matchAll(/^( *)```yaml\n([\s\S]*?)\n\1```$/gm));
  return fences.flatMap(([, , yaml = '']) =>
    (parse(yaml) as { with: Inputs }[]).map((step) => step.with),
  );
}

describe('the steps to copy of a rollout that waits', () => {
  it.each([
    ['tem-resume', 'succeeded'],
    ['tem-revert', 'reverted'],
  ])('have %s end as %s', async (operation, status) => {
    const world = await startWorld();
    const steps = readSteps(await world.run(BETA));
    expect(steps).toHaveLength(2);
    const copied = steps.find((step) => step.operation === operation) ?? {};
    expect(copied['revision-id']).toBe(world.application.revisionId);
    const { exitCode, outputs } = await world.run(copied);
    expect({ exitCode, status: outputs.status }).toEqual({ exitCode: 0, status });
  });
});
