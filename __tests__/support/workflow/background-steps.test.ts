import { describe, expect, it } from '@jest/globals';
import { GRACE_SECONDS } from '../process/runner-cancel.ts';
import { sharedTime } from '../process/shared-time.ts';
import { BackgroundSteps } from './background-steps.ts';
import type { Ended } from './start-step.ts';

const OUTPUTS = { status: 'cancelled' };

function end(outcome: Ended['step']['outcome'], outputs: Record<string, string> = {}): Ended {
  const step = { id: 'deploy', title: '', operation: '', inputs: {}, log: '', summary: '' };
  return { step: { ...step, outcome, outputs }, variables: {}, posts: [] };
}

describe('cancel', () => {
  it.each([
    [GRACE_SECONDS - 0.1, OUTPUTS],
    [GRACE_SECONDS + 0.1, {}],
  ])('waits 7.5 s for the outputs of a step (it ends after %d s)', async (seconds, outputs) => {
    const time = sharedTime();
    const steps = new BackgroundSteps();
    let finish: (ended: Ended) => void = () => undefined;
    const ended = new Promise<Ended>((resolve) => {
      finish = resolve;
    });
    const cancel = () => {
      time.after(seconds, () => {
        finish(end('failure', OUTPUTS));
      });
    };
    steps.start('deploy', { ended, cancel });
    const cancelled = steps.cancel(['deploy'], () => end('skipped'), time);
    for (let passed = 0; passed < 10; passed += 0.05) {
      time.pass(0.05);
      await Promise.resolve();
    }
    expect(await cancelled).toMatchObject([{ step: { outcome: 'cancelled' } }]);
    expect((await cancelled)[0]?.step.outputs).toEqual(outputs);
    await expect(steps.abandoned()).resolves.toHaveLength(outputs === OUTPUTS ? 0 : 1);
  });

  it('leaves a step that has ended as it is: a failure stays one', async () => {
    const steps = new BackgroundSteps();
    steps.start('deploy', { ended: Promise.resolve(end('failure')), cancel: () => undefined });
    await Promise.resolve();
    const cancelled = await steps.cancel(['deploy'], () => end('skipped'), sharedTime());
    expect(cancelled).toMatchObject([{ step: { outcome: 'failure' } }]);
  });
});
