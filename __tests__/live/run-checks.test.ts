import { beforeAll, describe, expect, it } from '@jest/globals';
import { judgeAll } from '../../live/judge-all.ts';
import { formatReport } from '../../live/table.ts';
import { makeReport } from '../../live/report.ts';
import { ALL_TARGETS, runLive } from './live-world.ts';
import type { LiveRun } from './live-world.ts';

describe('all checks against a cloud that does what the code assumes', () => {
  let run: LiveRun;
  beforeAll(async () => {
    run = await runLive({ args: [...ALL_TARGETS, '--change'] });
  }, 120_000);

  it('find no assumption wrong', () => {
    if (process.env.SHOW)
      console.log(formatReport({ ...makeReport(run.evidence), differences: [] }));
    const wrong = judgeAll(run.evidence).filter(({ finding }) => finding?.holds === false);
    expect(wrong.map(({ assumption, finding }) => [assumption.id, finding?.seen])).toEqual([]);
    expect(run.evidence.facts).toMatchObject({ 'clean-up': 'done', 'car clean-up': 'done' });
  });
});
