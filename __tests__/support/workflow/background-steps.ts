import { GRACE_SECONDS } from '../process/runner-cancel.ts';
import type { SharedTime } from '../process/shared-time.ts';
import type { Ended, StartedStep } from './start-step.ts';

interface BackgroundStep extends StartedStep {
  hasEnded: boolean;
}

/** What the job sees of a cancelled step that has not ended in time. */
const NOTHING = { outputs: {}, log: '', summary: '' };

/**
 * The background steps of a job, as the runner coordinates them (BackgroundStepCoordinator.cs): what
 * a step has set appears when it is waited for or cancelled.
 */
export class BackgroundSteps {
  readonly #running = new Map<string, BackgroundStep>();
  /** Cancelled steps that did not end in time; the runner goes on without them. */
  readonly #abandoned: Promise<Ended>[] = [];

  start(id: string, started: StartedStep): void {
    const step = { ...started, hasEnded: false };
    started.ended.then(
      () => (step.hasEnded = true),
      () => undefined,
    );
    this.#running.set(id, step);
  }

  /** Waits for these steps; without `ids`, for all that nobody has waited for. */
  async wait(ids: readonly string[] = [...this.#running.keys()]): Promise<Ended[]> {
    const ended: Ended[] = [];
    for (const id of ids) ended.push(await this.#take(id).ended);
    return ended;
  }

  /**
   * Cancels these steps and waits 7.5 s for them. A step that was still running counts as cancelled,
   * not as failed, whatever its exit code; one that does not end in time has no outputs.
   */
  async cancel(
    ids: readonly string[],
    create: (id: string) => Ended,
    time: Pick<SharedTime, 'after'>,
  ): Promise<Ended[]> {
    const cancelled = ids.map((id) => ({ id, step: this.#take(id) }));
    const running = cancelled.filter(({ step }) => !step.hasEnded);
    for (const { step } of running) step.cancel();
    const grace = new Promise<undefined>((resolve) => {
      time.after(GRACE_SECONDS, () => {
        resolve(undefined);
      });
    });
    const ended: Ended[] = [];
    for (const { id, step } of cancelled) {
      if (step.hasEnded) {
        ended.push(await step.ended);
        continue;
      }
      const end = await Promise.race([step.ended, grace]);
      if (!end) this.#abandoned.push(step.ended);
      const seen = end ?? { ...create(id), step: { ...create(id).step, ...NOTHING } };
      ended.push({ ...seen, step: { ...seen.step, outcome: 'cancelled' } });
    }
    return ended;
  }

  /** Resolves to the cancelled steps that did not end in time, when they have: `post` sees their state. */
  async abandoned(): Promise<Ended[]> {
    return Promise.all(this.#abandoned);
  }

  #take(id: string): BackgroundStep {
    const step = this.#running.get(id);
    if (step === undefined) throw new Error(`No background step is ${id}.`);
    this.#running.delete(id);
    return step;
  }
}
