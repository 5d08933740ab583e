import type { Clock } from '../clock.ts';
import type { NameSource } from '../name-source.ts';
import { isAlive, podState } from './pod-life.ts';
import type { PodLife, PodState, Revision } from './pod-life.ts';
import { planRollout } from './rollout-plan.ts';
import type { RollingUpdateParameters, Strategy } from './rollout-plan.ts';
import { firstRelease } from './rollout-record.ts';
import type { RolloutRecord } from './rollout-record.ts';
import { refuseRollout } from './rollout-refusals.ts';
import { isUnderWay, rolloutState } from './rollout-state.ts';
import type { RolloutPhase, RolloutState } from './rollout-state.ts';
import { completeSeed, DEFAULT_BEHAVIOUR } from './tem-seed.ts';
import type { ApplicationSeed, Behaviour, CompleteSeed } from './tem-seed.ts';

const VISIBLE_AFTER_SECONDS = 1;
const REVERT_SECONDS = 15;

/** A rollout for assertions. */
export interface Rollout {
  revisionId: string;
  deployVersion: string;
  strategy: Strategy;
  /** Instances of each batch, the beta batch first. */
  batches: number[];
  /** Virtual milliseconds since 1970. */
  startedAt: number;
  /** Virtual milliseconds since 1970; Infinity if it does not end. */
  endedAt: number;
  state: RolloutPhase;
}

export interface SimulatedPod extends Omit<PodState, 'containerState'> {
  podId: string;
  revisionId: string;
  deployVersion: string;
  /** Virtual milliseconds since 1970. */
  createdAt: number;
}

/** What one read shows: a rollout, and the revision that is or becomes current by it. */
export interface RolloutView {
  record: RolloutRecord;
  state: RolloutState;
  revision: Revision;
}

export class SimulatedApplication {
  readonly seed: CompleteSeed;
  readonly applicationId: string;
  readonly environmentId: string;
  readonly region: string;
  readonly instances: number;
  /** May be changed at any time. */
  behaviour: Behaviour;
  readonly #clock: Clock;
  readonly #names: NameSource;
  readonly #firstRelease: RolloutRecord;
  readonly #records: RolloutRecord[] = [];
  /** What has happened to instances besides rollouts, by their IDs. */
  readonly #accidents = new Map<string, (pod: PodLife) => PodLife[]>();
  /** What the last read saw: all pages of a list are read at one moment. Every change forgets it. */
  #lastRead: { at: number; view: RolloutView } | null = null;

  constructor(seed: ApplicationSeed, clock: Clock, names: NameSource) {
    this.seed = completeSeed(seed, names);
    this.applicationId = this.seed.applicationId;
    this.environmentId = this.seed.environmentId;
    this.region = this.seed.region;
    this.instances = this.seed.instances;
    this.behaviour = { ...DEFAULT_BEHAVIOUR, ...seed.behaviour };
    this.#clock = clock;
    this.#names = names;
    this.#firstRelease = firstRelease(this.seed, this.#newPodIds(), clock.now());
  }

  /** Of the latest rollout, or the previous one after a revert. */
  get revisionId(): string {
    return this.latest().revision.revisionId;
  }

  get deployVersion(): string {
    return this.latest().revision.deployVersion;
  }

  get pkgName(): string {
    return this.latest().revision.pkgName;
  }

  get isDeploying(): boolean {
    return isUnderWay(this.latest().state.phase);
  }

  /** Every rollout since the start, the oldest first. */
  get rollouts(): Rollout[] {
    return this.#records.map((record) => {
      const { endedAt, phase } = rolloutState(record, this.#clock.now());
      return {
        revisionId: record.target.revisionId,
        deployVersion: record.target.deployVersion,
        strategy: record.plan.strategy,
        batches: [...record.plan.batches],
        ...{ startedAt: record.startedAt, endedAt },
        state: phase,
      };
    });
  }

  pods(): SimulatedPod[] {
    const now = this.#clock.now();
    return this.livingPods().map((pod) => {
      const { status, ready, restartCount } = podState(pod, now);
      const { revisionId, deployVersion } = pod.revision;
      const { podId, createdAt } = pod;
      return { podId, revisionId, deployVersion, status, ready, restartCount, createdAt };
    });
  }

  /** As RollingUpdateApplicationByVersion by someone else; returns the new revision ID. Throws ApiError. */
  startRollout(parameters: RollingUpdateParameters): string {
    refuseRollout(parameters, this.seed, this.isDeploying && !this.latest().state.hasFailed);
    const plan = planRollout(parameters, this.instances);
    const { revision: previous } = this.latest();
    const target = {
      revisionId: this.#names('revision', 8),
      deployVersion: parameters.DeployVersion,
      pkgName: parameters.PackageName ?? previous.pkgName,
    };
    this.#records.push({
      isFirstRelease: false,
      plan,
      target,
      previous,
      behaviour: structuredClone(this.behaviour),
      startedAt: this.#clock.now(),
      oldPods: this.livingPods(),
      newPodIds: this.#newPodIds(),
      confirmations: {},
      revert: null,
    });
    return target.revisionId;
  }

  /** Starts the next batch; returns false if nothing waits for confirmation. */
  resume(): boolean {
    const { record, state } = this.latest();
    if (state.phase !== 'waiting') return false;
    record.confirmations[state.currentBatch.index] = this.#clock.now();
    this.#lastRead = null;
    return true;
  }

  /** Reverts the rollout; returns false if nothing is deploying. */
  revert(): boolean {
    const { record, state } = this.latest();
    if (state.phase !== 'deploying' && state.phase !== 'waiting') return false;
    const at = this.#clock.now();
    const until = at + (this.behaviour.revertSeconds ?? REVERT_SECONDS) * 1000;
    record.revert = { at, until, podIds: this.#newPodIds() };
    this.#lastRead = null;
    return true;
  }

  /** The instance crashes now, and does not recover. */
  crash(podId: string): void {
    if (this.#accidents.has(podId)) return;
    const crash = { status: 'CrashLoopBackOff', from: this.#clock.now(), until: Infinity };
    this.#befall(podId, (pod) => [{ ...pod, crash }]);
  }

  /** Its node gives the instance up: another one of the same revision takes its place. */
  replace(podId: string): void {
    const leavesAt = this.#clock.now();
    const [newId = ''] = this.#newPodIds();
    this.#befall(podId, (pod) => [
      { ...pod, leavesAt: Math.min(leavesAt, pod.leavesAt) },
      { ...pod, podId: newId, createdAt: leavesAt, readyAt: leavesAt + pod.startsFor },
    ]);
  }

  /** Pods that exist now, of all revisions. */
  livingPods(): PodLife[] {
    const now = this.#clock.now();
    return this.latest().state.pods.filter((pod) => isAlive(pod, now));
  }

  /** The current state. */
  latest(): RolloutView {
    return this.#view(this.#records.at(-1) ?? this.#firstRelease);
  }

  /** What Info and Detail show now: a new rollout becomes visible after a moment. */
  visible(): RolloutView {
    const now = this.#clock.now();
    return this.#view(this.#records.findLast((r) => visibleAt(r) <= now) ?? this.#firstRelease);
  }

  /** The rollout of this revision, visible or not; undefined if there is none. */
  find(revisionId: string): RolloutView | undefined {
    const records = [this.#firstRelease, ...this.#records];
    const record = records.find(({ target }) => target.revisionId === revisionId);
    return record === undefined ? undefined : this.#view(record);
  }

  /** As many as instances, named as Kubernetes does. */
  #newPodIds(): string[] {
    return Array.from({ length: this.instances }, () => this.#names(this.seed.applicationName, 5));
  }

  #befall(podId: string, accident: (pod: PodLife) => PodLife[]): void {
    this.#accidents.set(podId, accident);
    this.#lastRead = null;
  }

  #view(record: RolloutRecord): RolloutView {
    const at = this.#clock.now();
    if (this.#lastRead?.at === at && this.#lastRead.view.record === record) {
      return this.#lastRead.view;
    }
    const view = this.#viewAt(record, at);
    this.#lastRead = { at, view };
    return view;
  }

  #viewAt(record: RolloutRecord, now: number): RolloutView {
    const planned = rolloutState(record, now);
    const befall = (pod: PodLife): PodLife[] => {
      const after = this.#accidents.get(pod.podId)?.(pod) ?? [pod];
      return after.flatMap((each) => (each.podId === pod.podId ? [each] : befall(each)));
    };
    const batches = planned.batches.map((batch) => ({
      ...batch,
      oldPods: batch.oldPods.flatMap(befall),
      newPods: batch.newPods.flatMap(befall),
    }));
    const pods = batches.flatMap(({ oldPods, newPods }) => [...oldPods, ...newPods]);
    const state = { ...planned, batches, pods };
    const revision = state.phase === 'reverted' ? record.previous : record.target;
    return { record, state, revision };
  }
}

function visibleAt({ startedAt, behaviour }: RolloutRecord): number {
  return startedAt + (behaviour.visibleAfterSeconds ?? VISIBLE_AFTER_SECONDS) * 1000;
}
