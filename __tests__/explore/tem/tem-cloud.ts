import type { EventClock } from '../event-clock.ts';
import type { Fate, Pod } from './pod-fate.ts';
import { findFirstReady, GOOD, isHealthyLook, lookAtPod } from './pod-fate.ts';
import type { Answer, Change, CloudTraits, RolloutRequest } from './cloud-types.ts';
import { planBatches } from './plan-batches.ts';
import type { Phase, Revision, Rollout, TemState } from './tem-state.ts';
import { isInProgress, livingPods, podsOf } from './tem-state.ts';

const SERVICE_DEPLOYING: Answer = {
  code: 'ResourceInUse.ServiceDeploying',
  message: 'The application is being deployed.',
};

/** How often a failed rollout is looked at, how long, and after how many good looks it is complete. */
const LOOK_MS = 2_000;
const LONGEST_LOOK_MS = 600_000;
const RECOVERY_LOOKS = 4;

/** One application. Whatever changes it leaves a state in its history; time does the rest. */
export class TemCloud {
  readonly history: { readonly time: number; readonly state: TemState }[] = [];
  readonly changes: Change[] = [];
  readonly traits: CloudTraits;
  readonly #clock: EventClock;
  #made = 0;

  constructor(clock: EventClock, traits: CloudTraits, instances: number, isNew = false) {
    this.#clock = clock;
    this.traits = traits;
    const revision = isNew ? { id: '', version: '' } : { id: 'revision-1', version: 'v1' };
    const batches = planBatches({ strategy: 'AUTO', batches: 1, betaPods: 0 }, instances);
    const startedAt = clock.now() - 3_600_000;
    const rollout: Rollout = {
      ...{ revision, previous: { id: '', version: '' }, by: 'nobody', startedAt },
      ...{ strategy: 'AUTO', intervalMs: 0, fate: GOOD, batchIndex: 0, nextBatchAt: undefined },
      ...{ phase: 'complete', phaseSince: startedAt },
      batches: batches.map((batch) => ({ ...batch, startedAt, finishedAt: startedAt })),
    };
    const pods = Array.from({ length: isNew ? 0 : instances }, () => ({
      ...this.#createPod(revision.id, GOOD, 0),
      createdAt: startedAt,
      runsAt: startedAt,
    }));
    this.history.push({
      time: -Infinity,
      state: { current: revision, rollout, pods, expected: instances },
    });
  }

  get state(): TemState {
    return this.stateAt(Infinity);
  }

  stateAt(time: number): TemState {
    const entry = this.history.findLast((one) => one.time <= time);
    if (!entry) throw new Error('The history has no beginning.');
    return entry.state;
  }

  trigger(by: string, request: RolloutRequest): Answer {
    const { rollout, current, expected } = this.state;
    const isBusy = isInProgress(rollout) || rollout.phase === 'reverting';
    const isReplaced = isBusy && request.isForced && this.traits.forceReplaces;
    const isFailed = rollout.phase === 'failed' && this.traits.staysDeploying;
    if (isBusy && !isReplaced) return SERVICE_DEPLOYING;
    if (isFailed && this.traits.refusesAfterFailure && !request.isForced) return SERVICE_DEPLOYING;
    this.#made += 1;
    const revision: Revision = { id: `revision-${this.#made + 1000}`, version: request.version };
    const now = this.#clock.now();
    const next: Rollout = {
      ...{ revision, previous: current, by, startedAt: now, strategy: request.strategy },
      ...{ intervalMs: request.intervalSeconds * 1000, fate: request.fate },
      batches: planBatches(request, expected).map((batch) => ({
        ...{ ...batch, startedAt: undefined, finishedAt: undefined },
      })),
      ...{ batchIndex: 0, phase: 'deploying', phaseSince: now, nextBatchAt: undefined },
    };
    this.#record({ by, kind: 'trigger', revisionId: revision.id });
    this.#set({ current: revision, rollout: next });
    this.#startBatch(revision.id, 0);
    return { result: revision.id };
  }

  resume(by: string): Answer {
    const { rollout } = this.state;
    if (rollout.phase !== 'waiting') return { result: false };
    const { revision, batchIndex: batch } = rollout;
    this.#record({ by, kind: 'resume', revisionId: revision.id, batch });
    this.#startBatch(revision.id, batch + 1);
    return { result: true };
  }

  /** True where a revert would be accepted. */
  canRevert({ rollout }: TemState): boolean {
    const isFailed = rollout.phase === 'failed' && this.traits.staysDeploying;
    return (isInProgress(rollout) || isFailed) && rollout.previous.id !== '';
  }

  revert(by: string): Answer {
    const { rollout, expected } = this.state;
    if (!this.canRevert(this.state)) return { result: false };
    const { revision, previous } = rollout;
    const now = this.#clock.now();
    this.#record({ by, kind: 'revert', revisionId: revision.id });
    const { revertSeconds, switchesAtOnce } = this.traits;
    const until = now + revertSeconds * 1000;
    const kept = podsOf(this.state, previous.id, now).map((pod) => ({
      ...pod,
      leavesAt: Infinity,
    }));
    const missing = Math.max(0, expected - kept.length);
    const back = Array.from({ length: missing }, (_, index) => ({
      ...this.#createPod(previous.id, GOOD, 0),
      runsAt: now + ((until - now) * (index + 1)) / missing,
    }));
    const leaving = livingPods(this.state, now)
      .filter((pod) => pod.revisionId !== previous.id)
      .map((pod, index) => ({ ...pod, leavesAt: back[index]?.runsAt ?? now + 1 }));
    this.#set({
      ...(switchesAtOnce ? { current: previous } : {}),
      rollout: this.#inPhase('reverting'),
      pods: [...kept, ...back, ...leaving],
    });
    this.#clock.after(until - now, () => {
      if (!this.#isAt(revision.id, 'reverting')) return;
      this.#set({ current: previous, rollout: this.#inPhase('reverted') });
    });
    return { result: true };
  }

  /** Changes how many instances there are to be; new ones may never come. */
  scale(by: string, expected: number, arrives: boolean): void {
    const { current, pods, rollout } = this.state;
    const now = this.#clock.now();
    this.#record({ by, kind: 'scale', revisionId: current.id });
    // What comes during a rollback is of the version that it goes back to.
    const { id } = rollout.phase === 'reverting' ? rollout.previous : current;
    const staying = livingPods(this.state, now).filter(({ leavesAt }) => leavesAt === Infinity);
    const surplus = new Set(staying.slice(expected));
    const missing = arrives ? Math.max(0, expected - staying.length) : 0;
    const added = Array.from({ length: missing }, () => this.#createPod(id, GOOD, 0));
    const kept = pods.map((pod) => (surplus.has(pod) ? { ...pod, leavesAt: now } : pod));
    this.#set({ expected, pods: [...kept, ...added] });
  }

  /** Restarts an instance of the current revision. */
  restart(by: string): void {
    const { current, pods } = this.state;
    const now = this.#clock.now();
    const [first] = podsOf(this.state, current.id, now);
    if (!first) return;
    this.#record({ by, kind: 'restart', revisionId: current.id });
    const restarted = { ...first, restartedAt: [...first.restartedAt, now] };
    this.#set({ pods: pods.map((pod) => (pod === first ? restarted : pod)) });
  }

  #startBatch(revisionId: string, index: number): void {
    const { rollout, pods, expected } = this.state;
    const batch = rollout.batches[index];
    if (rollout.revision.id !== revisionId || !batch) return;
    const now = this.#clock.now();
    const isLast = index === rollout.batches.length - 1;
    const present = podsOf(this.state, revisionId, now).length;
    const room = Math.max(0, expected - present);
    const added = Array.from({ length: isLast ? room : Math.min(batch.size, room) }, (_, place) =>
      this.#createPod(revisionId, place < rollout.fate.pods ? rollout.fate : GOOD, place),
    );
    const readyTimes = added.map((pod) => findFirstReady(pod, this.traits));
    const old = livingPods(this.state, now).filter(
      (pod) => pod.revisionId !== revisionId && pod.leavesAt === Infinity,
    );
    const leaving = new Map(
      (isLast ? old : old.slice(0, added.length)).map((pod, place) => [
        pod,
        this.traits.finishesAnyway ? now + 1 : (readyTimes[place] ?? now + 1),
      ]),
    );
    this.#set({
      rollout: {
        ...this.#inPhase('deploying'),
        batchIndex: index,
        nextBatchAt: undefined,
        batches: rollout.batches.with(index, { ...batch, startedAt: now }),
      },
      pods: [
        ...pods.map((pod) => ({ ...pod, leavesAt: leaving.get(pod) ?? pod.leavesAt })),
        ...added,
      ],
    });
    const planned = now + this.traits.deploySeconds * 1000;
    const finishAt = this.traits.finishesAnyway ? planned : Math.max(now + 1, ...readyTimes);
    if (finishAt === Infinity) return;
    this.#clock.after(finishAt - now, () => {
      if (this.#isAt(revisionId, 'deploying')) this.#finishBatch(index);
    });
  }

  #finishBatch(index: number): void {
    const { rollout } = this.state;
    const batch = rollout.batches[index];
    if (!batch) return;
    const now = this.#clock.now();
    const batches = rollout.batches.with(index, { ...batch, finishedAt: now });
    if (index === batches.length - 1) {
      this.#set({ rollout: { ...rollout, batches } });
      this.#end();
      return;
    }
    const needsConfirmation = rollout.strategy === 'MANUAL' || batch.isBeta;
    const phase = needsConfirmation ? 'waiting' : 'interval';
    const nextBatchAt = needsConfirmation ? undefined : now + rollout.intervalMs;
    this.#set({ rollout: { ...this.#inPhase(phase), batches, nextBatchAt } });
    if (nextBatchAt === undefined) return;
    this.#clock.after(nextBatchAt - now, () => {
      if (this.#isAt(rollout.revision.id, 'interval')) {
        this.#startBatch(rollout.revision.id, index + 1);
      }
    });
  }

  /** Complete where all are healthy; otherwise failed, until they have been healthy for a while. */
  #end(): void {
    const { id } = this.state.rollout.revision;
    const isHealthy = this.#isHealthy(id);
    this.#set({ rollout: this.#inPhase(isHealthy ? 'complete' : 'failed') });
    if (!isHealthy) this.#lookAgain(id, 0);
  }

  #lookAgain(id: string, healthyLooks: number): void {
    if (this.#clock.now() > this.state.rollout.phaseSince + LONGEST_LOOK_MS) return;
    this.#clock.after(LOOK_MS, () => {
      if (!this.#isAt(id, 'failed')) return;
      const looks = this.#isHealthy(id) ? healthyLooks + 1 : 0;
      if (looks < RECOVERY_LOOKS) this.#lookAgain(id, looks);
      else this.#set({ rollout: this.#inPhase('complete') });
    });
  }

  #isHealthy(revisionId: string): boolean {
    const now = this.#clock.now();
    return podsOf(this.state, revisionId, now).every((pod) =>
      isHealthyLook(lookAtPod(pod, now, this.traits)),
    );
  }

  #createPod(revisionId: string, fate: Fate, place: number): Pod {
    this.#made += 1;
    const createdAt = this.#clock.now();
    // The later ones of a batch take a little longer; the last is up when the batch is to be.
    const part = Math.min(1, 0.6 + 0.1 * place);
    const runsAt = createdAt + this.traits.deploySeconds * 1000 * part;
    const id = `pod-${this.#made}`;
    return { id, revisionId, createdAt, runsAt, fate, restartedAt: [], leavesAt: Infinity };
  }

  #inPhase(phase: Phase): Rollout {
    return { ...this.state.rollout, phase, phaseSince: this.#clock.now() };
  }

  #isAt(revisionId: string, phase: Phase): boolean {
    const { rollout } = this.state;
    return rollout.revision.id === revisionId && rollout.phase === phase;
  }

  #record(change: Omit<Change, 'at'>): void {
    this.changes.push({ ...change, at: this.#clock.now() });
  }

  #set(next: Partial<TemState>): void {
    this.history.push({ time: this.#clock.now(), state: { ...this.state, ...next } });
  }
}
