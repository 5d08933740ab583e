import type { Clock } from '../clock.ts';
import { DEFAULT_BEHAVIOUR } from './behaviour.ts';
import type { Behaviour } from './behaviour.ts';
import { firstRelease, podNamesOf } from './first-release.ts';
import type { NameSource } from './ids.ts';
import { planRollout } from './plan.ts';
import type { RollingUpdateParameters, Strategy } from './plan.ts';
import { isAlive, podState } from './pod.ts';
import type { PodLife, Revision } from './pod.ts';
import { refuseRollout } from './refusals.ts';
import type { RolloutRecord } from './rollout-record.ts';
import { isUnderWay, rolloutState } from './rollout-state.ts';
import type { RolloutPhase, RolloutState } from './rollout-state.ts';
import { completeSeed } from './seed.ts';
import type { ApplicationSeed, CompleteSeed } from './seed.ts';

const SECOND = 1000;
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
  state: RolloutPhase;
}

export interface SimulatedPod {
  podId: string;
  revisionId: string;
  deployVersion: string;
  status: string;
  ready: boolean;
  restartCount: number;
  /** Virtual milliseconds since 1970. */
  createdAt: number;
}

/** What one read shows: a rollout, with the revision that serves or rolls out by it. */
export interface RolloutSight {
  record: RolloutRecord;
  state: RolloutState;
  revision: Revision;
}

export class SimulatedApplication {
  readonly seed: CompleteSeed;
  /** May be changed at any time. */
  behaviour: Behaviour;
  readonly #clock: Clock;
  readonly #names: NameSource;
  readonly #firstRelease: RolloutRecord;
  readonly #records: RolloutRecord[] = [];

  constructor(seed: ApplicationSeed, clock: Clock, names: NameSource) {
    this.seed = completeSeed(seed, names);
    this.behaviour = { ...DEFAULT_BEHAVIOUR, ...seed.behaviour };
    this.#clock = clock;
    this.#names = names;
    const { revisionId, deployVersion, pkgName, instances } = this.seed;
    const revision = { revisionId, deployVersion, pkgName };
    this.#firstRelease = firstRelease(revision, instances, this.#podNames, clock.now());
  }

  get applicationId(): string {
    return this.seed.applicationId;
  }

  get applicationName(): string {
    return this.seed.applicationName;
  }

  get environmentId(): string {
    return this.seed.environmentId;
  }

  get environmentName(): string {
    return this.seed.environmentName;
  }

  get region(): string {
    return this.seed.region;
  }

  get deployMode(): CompleteSeed['deployMode'] {
    return this.seed.deployMode;
  }

  get instances(): number {
    return this.seed.instances;
  }

  /** Of what serves or rolls out now. */
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
    return this.#records.map((record) => ({
      revisionId: record.target.revisionId,
      deployVersion: record.target.deployVersion,
      strategy: record.plan.strategy,
      batches: [...record.plan.batches],
      startedAt: record.startedAt,
      state: rolloutState(record, this.#clock.now()).phase,
    }));
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

  /** As RollingUpdateApplicationByVersion by someone else: gives the new revision ID, throws ApiError. */
  startRollout(parameters: RollingUpdateParameters): string {
    const { deployMode, instances, isDeploying } = this;
    refuseRollout(parameters, { deployMode, instances, isDeploying });
    const plan = planRollout(parameters, instances);
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
      newPodIds: Array.from({ length: instances }, this.#podNames),
      confirmations: {},
      revert: null,
    });
    return target.revisionId;
  }

  /** Starts the next batch; false where nothing waits for confirmation. */
  resume(): boolean {
    const { record, state } = this.latest();
    if (state.phase !== 'waiting') return false;
    record.confirmations[state.currentBatch.index] = this.#clock.now();
    return true;
  }

  /** Takes the rollout back; false where nothing is deploying. */
  revert(): boolean {
    const { record, state } = this.latest();
    if (state.phase !== 'deploying' && state.phase !== 'waiting') return false;
    const at = this.#clock.now();
    const until = at + (this.behaviour.revertSeconds ?? REVERT_SECONDS) * SECOND;
    record.revert = { at, until, podIds: Array.from({ length: this.instances }, this.#podNames) };
    return true;
  }

  /** Pods that exist now, of all revisions. */
  livingPods(): PodLife[] {
    const now = this.#clock.now();
    return this.latest().state.pods.filter((pod) => isAlive(pod, now));
  }

  /** What is true now. */
  latest(): RolloutSight {
    return this.#sight(this.#records.at(-1) ?? this.#firstRelease);
  }

  /** What Info and Detail show now: a fresh rollout takes a moment to be seen. */
  visible(): RolloutSight {
    const now = this.#clock.now();
    return this.#sight(this.#records.findLast((r) => visibleAt(r) <= now) ?? this.#firstRelease);
  }

  /** The rollout of this revision, visible or not; undefined where there is none. */
  find(revisionId: string): RolloutSight | undefined {
    const records = [this.#firstRelease, ...this.#records];
    const record = records.find(({ target }) => target.revisionId === revisionId);
    return record === undefined ? undefined : this.#sight(record);
  }

  readonly #podNames = (): string => podNamesOf(this.seed.applicationName, this.#names)();

  #sight(record: RolloutRecord): RolloutSight {
    const state = rolloutState(record, this.#clock.now());
    const revision = state.phase === 'reverted' ? record.previous : record.target;
    return { record, state, revision };
  }
}

function visibleAt({ startedAt, behaviour }: RolloutRecord): number {
  return startedAt + (behaviour.visibleAfterSeconds ?? VISIBLE_AFTER_SECONDS) * SECOND;
}
