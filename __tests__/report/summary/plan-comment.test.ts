import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { itWithLongVariables } from '../../support/platform-tests.ts';
import { cutPlan } from '../../../src/report/summary/plan-comment.ts';

const LIMIT = 60_000;
/** UTF-16 units of a line of the plan, with its end. */
const LINE = '| batch 1/2 | 3 |\n';

describe('the plan as a comment', () => {
  it('is the summary if it fits', () => {
    const summary = `## Plan\n\n${LINE.repeat(99)}`;
    expect(cutPlan(`${summary}\n`)).toBe(summary.trimEnd());
    const exact = 'a'.repeat(LIMIT);
    expect(cutPlan(exact)).toBe(exact);
  });

  it('ends after a whole line, and says that it was cut', () => {
    const plan = cutPlan(`## Plan\n\n${LINE.repeat(9_000)}`);
    const lines = plan.split('\n');
    expect(plan.length).toBeLessThanOrEqual(LIMIT);
    expect(plan.length).toBeGreaterThan(LIMIT - 2 * LINE.length);
    expect(lines.slice(-3)).toEqual([LINE.trimEnd(), '', '…']);
    expect(new Set(lines.slice(2, -2))).toEqual(new Set([LINE.trimEnd()]));
  });

  itWithLongVariables('can be handed on by an environment variable, whatever its script', () => {
    const plan = cutPlan(`## 计划\n\n${'| 批次 | 三个实例 |\n'.repeat(9_000)}`);
    const run = spawnSync(process.execPath, ['-p', 'process.env.PLAN'], {
      env: { ...process.env, PLAN: plan },
    });
    expect(String(run.stdout)).toBe(`${plan}\n`);
    expect(plan.length).toBeGreaterThan(LIMIT / 2);
  });

  it('never has more characters, nor half of one', () => {
    const line = fc.nat({ max: 200_000 }).map((length) => '𠮷'.repeat(length / 2));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 4 }), (lines) => {
        const plan = cutPlan(`## Plan\n${lines.join('\n')}`);
        expect(plan.length).toBeLessThanOrEqual(LIMIT);
        expect(plan).not.toMatch(/\p{Cs}/u);
        expect(plan).toMatch(/^## Plan/);
      }),
      { numRuns: 30 },
    );
  });
});
