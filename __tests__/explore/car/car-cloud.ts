import type { EventClock } from '../event-clock.ts';
import type { CarScenario, SeedStatus } from './car-scenario.ts';

export type Status =
  'Uploading' | 'Creating' | 'CreateFailed' | 'Normal' | 'Inuse' | 'Usable' | 'Deleting' | 'Frozen';

/** A version, and everything that happens to it. Times are in ms. */
export interface Version {
  readonly id: string;
  readonly fileName: string;
  readonly by: string;
  readonly createdAt: number;
  /** Of a version that was there at first: what it stays until something happens to it. */
  readonly seed: SeedStatus | undefined;
  fileAt: number;
  deletedAt: number;
}

/** What somebody did, and the cloud accepted. */
export interface Act {
  readonly kind: 'create' | 'upload' | 'publish' | 'delete';
  readonly by: string;
  readonly at: number;
  readonly id: string;
  /** When a publication takes effect. */
  readonly effectAt: number;
}

export interface Refusal {
  readonly code: string;
}

const MAX_VERSIONS = 5;
const PENDING: readonly (Status | undefined)[] = [
  'Uploading',
  'Creating',
  'Normal',
  'CreateFailed',
];
const PUBLISHABLE: readonly (Status | undefined)[] = ['Normal', 'Usable', 'Inuse'];

/** One application. What happens is kept, so that every moment of the past can be looked at. */
export class CarCloud {
  readonly versions: Version[] = [];
  readonly acts: Act[] = [];
  readonly #clock: EventClock;
  readonly #scenario: CarScenario;

  constructor(clock: EventClock, scenario: CarScenario) {
    this.#clock = clock;
    this.#scenario = scenario;
    const day = 24 * 3_600_000;
    scenario.versions.forEach((seed, index) => {
      const createdAt = clock.now() - (scenario.versions.length - index) * day;
      this.#add(`ver-seed${index}`, { fileName: 'game.zip', by: 'seed', createdAt, seed });
    });
  }

  /** `undefined`: it is not there at that time. */
  statusAt(version: Version, time: number): Status | undefined {
    const { creatingSeconds, createFails, deletingSeconds } = this.#scenario;
    const { createdAt, deletedAt, fileAt, id, seed } = version;
    if (time < createdAt || time >= deletedAt + deletingSeconds * 1000) return undefined;
    if (time >= deletedAt) return 'Deleting';
    const publications = this.#publicationsUntil(time);
    if (publications.at(-1)?.id === id) return 'Inuse';
    if (publications.some((one) => one.id === id) || seed === 'Usable') return 'Usable';
    if (seed === 'Inuse') return publications.length > 0 ? 'Usable' : 'Inuse';
    if (seed !== undefined && (seed !== 'Uploading' || time < fileAt)) return seed;
    if (time < fileAt) return 'Uploading';
    if (time < fileAt + creatingSeconds * 1000) return 'Creating';
    return createFails ? 'CreateFailed' : 'Normal';
  }

  listAt(time: number): { readonly version: Version; readonly status: Status }[] {
    return this.versions.flatMap((version) => {
      const status = this.statusAt(version, time);
      return status ? [{ version, status }] : [];
    });
  }

  inUseAt(time: number): string {
    return this.listAt(time).find(({ status }) => status === 'Inuse')?.version.id ?? '';
  }

  find(id: string): Version | undefined {
    return this.versions.find((version) => version.id === id);
  }

  create(by: string, fileName: string): Version | Refusal {
    const now = this.#clock.now();
    const list = this.listAt(now);
    const blocks = ({ version, status }: (typeof list)[number]) =>
      PENDING.includes(status) ||
      (this.#scenario.frozenBlocks && status === 'Frozen') ||
      (this.#scenario.deletingBlocks &&
        status === 'Deleting' &&
        PENDING.includes(this.statusAt(version, version.deletedAt - 1)));
    if (list.some(blocks)) return { code: 'OperationDenied.VersionCreating' };
    if (list.length >= MAX_VERSIONS) return { code: 'OperationDenied.VersionLimitExceeded' };
    const id = `ver-${by}${this.versions.length}`;
    const version = this.#add(id, { fileName, by, createdAt: now, seed: undefined });
    this.#record('create', by, id);
    return version;
  }

  upload(by: string, id: string): void {
    const version = this.find(id);
    if (!version || this.statusAt(version, this.#clock.now()) === undefined) return;
    this.#record('upload', by, id);
    version.fileAt = Math.min(version.fileAt, this.#clock.now());
  }

  publish(by: string, id: string): Refusal | undefined {
    const version = this.find(id);
    const now = this.#clock.now();
    const status = version && this.statusAt(version, now);
    if (!status) return { code: 'InvalidParameterValue' };
    if (!PUBLISHABLE.includes(status)) return { code: 'OperationDenied' };
    const isLast = this.#publicationsUntil(Infinity).at(-1)?.id ?? this.inUseAt(now);
    if (status === 'Inuse' && isLast === id) return undefined;
    this.#record('publish', by, id, now + this.#scenario.publishSeconds * 1000);
    return undefined;
  }

  delete(by: string, id: string): Refusal | undefined {
    const version = this.find(id);
    const now = this.#clock.now();
    const status = version && this.statusAt(version, now);
    if (!version || !status) return { code: 'InvalidParameterValue' };
    const isComing = this.#publicationsUntil(Infinity).some(
      (one) => one.id === id && one.effectAt > now,
    );
    if (status === 'Inuse' || isComing) return { code: 'OperationDenied' };
    if (status === 'Deleting') return undefined;
    version.deletedAt = now;
    this.#record('delete', by, id);
    return undefined;
  }

  /** The version that a file is expected for. */
  awaiting(time: number): Version | undefined {
    return this.listAt(time).findLast(({ status }) => status === 'Uploading')?.version;
  }

  #publicationsUntil(time: number): Act[] {
    const publications = this.acts.filter(
      ({ kind, effectAt }) => kind === 'publish' && effectAt <= time,
    );
    return publications.sort((a, b) => a.effectAt - b.effectAt);
  }

  #add(id: string, traits: Omit<Version, 'id' | 'fileAt' | 'deletedAt'>): Version {
    const version = { id, ...traits, fileAt: Infinity, deletedAt: Infinity };
    this.versions.push(version);
    return version;
  }

  #record(kind: Act['kind'], by: string, id: string, effectAt = this.#clock.now()): void {
    this.acts.push({ kind, by, id, at: this.#clock.now(), effectAt });
  }
}
