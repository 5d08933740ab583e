import { APP_ID } from '../account.ts';
import type { Clock } from '../clock.ts';
import type { CosObject } from '../cos/bucket.ts';
import { READ_OPERATIONS } from '../cos/cos-operations.ts';
import type { CosWorld } from '../cos/cos-world.ts';
import type { Fields } from '../gateway/service-contract.ts';

export type DlcOutcome = 'success' | 'timeout' | 'error';

/** The behaviour of a task's downloads. */
export interface TaskBehaviour {
  /** How each download ends, in order; the last value repeats. Default success. */
  outcomes: DlcOutcome[];
  /** Reason of a timeout or an error; default: a sentence. */
  reason?: string;
  /** Default 1, 2, 5 and 2 seconds. */
  initSeconds: number;
  queueSeconds: number;
  formatSeconds: number;
  compressSeconds: number;
  /** 'lakefs': the result is in managed storage. Default cosn. */
  pathScheme: 'cosn' | 'lakefs';
  /** Default 1800: lifetime of the temporary keys. */
  keySeconds: number;
  /** Default true; false: a success has no keys. */
  givesKeys: boolean;
  /** unknown: the value of Path and the keys before success; default ''. */
  absent: '' | null;
}

/** A query whose result can be downloaded, when the simulator starts. */
export interface TaskSeed {
  taskId: string;
  /** Region of the API; default ap-guangzhou. */
  region?: string;
  /** Region of the result's bucket; default: the API's. */
  bucketRegion?: string;
  /** The result's bucket; default: generated. */
  bucket?: string;
  /** The result's file name; default: generated. */
  fileName?: string;
  /** The result; default: a few lines of CSV. */
  content?: Uint8Array | string;
  behaviour?: Partial<TaskBehaviour>;
}

export const DEMO_TASK = {
  taskId: '20aadca2d4b511ef9ffa525400ba9019',
  region: 'ap-guangzhou',
} satisfies TaskSeed;

const DEFAULT_TASK_BEHAVIOUR: TaskBehaviour = {
  outcomes: ['success'],
  initSeconds: 1,
  queueSeconds: 2,
  formatSeconds: 5,
  compressSeconds: 2,
  pathScheme: 'cosn',
  keySeconds: 1800,
  givesKeys: true,
  absent: '',
};

const DEFAULT_RESULT = 'city,visits\nShenzhen,1210\nGuangzhou,1104\nShanghai,2044\n';

export type DlcStatus = 'init' | 'queue' | 'format' | 'compress' | DlcOutcome;

/** All external events of a download. Its status follows from them and the time. */
export interface DownloadRecord {
  downloadId: string;
  format: string;
  /** Virtual milliseconds since 1970. */
  startedAt: number;
  outcome: DlcOutcome;
  /** The behaviour at its start. */
  behaviour: TaskBehaviour;
}

/** The current state of a download. */
export interface Download {
  downloadId: string;
  format: string;
  status: DlcStatus;
  /** Virtual milliseconds since 1970. */
  startedAt: number;
}

export class SimulatedTask {
  readonly taskId: string;
  /** Region of the API. */
  readonly region: string;
  readonly bucket: string;
  readonly bucketRegion: string;
  /** May be changed at any time; a download keeps the values of its start. */
  behaviour: TaskBehaviour;
  readonly #clock: Clock;
  readonly #cos: CosWorld;
  readonly #newId: () => string;
  readonly #fileName: string | undefined;
  readonly #content: Uint8Array | string;
  readonly #records: DownloadRecord[] = [];

  constructor(seed: TaskSeed, clock: Clock, cos: CosWorld, newId: () => string) {
    this.taskId = seed.taskId;
    this.region = seed.region ?? 'ap-guangzhou';
    this.bucketRegion = seed.bucketRegion ?? this.region;
    this.bucket = seed.bucket ?? `dlc-${this.bucketRegion}-${APP_ID}`;
    this.behaviour = { ...DEFAULT_TASK_BEHAVIOUR, ...seed.behaviour };
    this.#clock = clock;
    this.#cos = cos;
    this.#newId = newId;
    this.#fileName = seed.fileName;
    this.#content = seed.content ?? DEFAULT_RESULT;
    cos.createBucket(this.bucket, this.bucketRegion);
  }

  /** Every download since the start, the oldest first. */
  get downloads(): Download[] {
    return this.#records.map((record) => {
      const { downloadId, format, startedAt } = record;
      return { downloadId, format, startedAt, status: downloadStatus(record, this.#clock.now()) };
    });
  }

  /**
   * Executes CreateResultDownload and returns the download's ID. unknown: what DLC returns if there
   * is a download in this format. Here: its ID, or with `force` after a failure a new one.
   */
  createDownload(format: string, { force = false }: { force?: boolean | undefined } = {}): string {
    const before = this.#records.findLast((record) => record.format === format);
    const restarts =
      before === undefined || (force && hasFailed(downloadStatus(before, this.#clock.now())));
    return (restarts ? this.#begin(format) : before).downloadId;
  }

  find(downloadId: string): DownloadRecord | undefined {
    return this.#records.find((record) => record.downloadId === downloadId);
  }

  /** Returns the fields of DescribeResultDownload; every response has new keys. */
  describe(record: DownloadRecord): Fields {
    const Status = downloadStatus(record, this.#clock.now());
    const { absent, reason, pathScheme, givesKeys, keySeconds } = record.behaviour;
    const Reason = hasFailed(Status) ? (reason ?? `The download ended with ${Status}.`) : '';
    const fields = { Status, Reason, SecretId: absent, SecretKey: absent, Token: absent };
    if (Status !== 'success') return { ...fields, Path: absent };
    const { key: path } = this.#result(record);
    const Path = `${pathScheme}://${this.bucket}/${path}`;
    if (!givesKeys) return { ...fields, Path };
    const grant = { bucket: this.bucket, path, operations: READ_OPERATIONS };
    const { secretId, secretKey, token } = this.#cos.keys.issue(grant, keySeconds);
    return { ...fields, Path, SecretId: secretId, SecretKey: secretKey, Token: token };
  }

  #begin(format: string): DownloadRecord {
    const { outcomes } = this.behaviour;
    const record: DownloadRecord = {
      downloadId: this.#newId(),
      format,
      startedAt: this.#clock.now(),
      outcome: outcomes[this.#records.length] ?? outcomes.at(-1) ?? 'success',
      behaviour: structuredClone(this.behaviour),
    };
    this.#records.push(record);
    return record;
  }

  /** The result file; the first call puts it into its bucket. */
  #result({ downloadId, format, startedAt }: DownloadRecord): CosObject {
    const day = new Date(startedAt).toISOString().slice(0, 10).replaceAll('-', '/');
    const file = this.#fileName ?? `download-${downloadId.slice(-5)}.${format.toLowerCase()}`;
    const key = `dlc/DLCQueryResults/${day}/${this.taskId}/${downloadId}/download/${file}`;
    return this.#cos.object(this.bucket, key) ?? this.#cos.put(this.bucket, key, this.#content);
  }
}

export function downloadStatus(record: DownloadRecord, now: number): DlcStatus {
  const { behaviour, startedAt, outcome } = record;
  const steps = [
    ['init', behaviour.initSeconds],
    ['queue', behaviour.queueSeconds],
    ['format', behaviour.formatSeconds],
    ['compress', behaviour.compressSeconds],
  ] as const;
  let endsAt = startedAt;
  for (const [status, seconds] of steps) {
    endsAt += seconds * 1000;
    if (now < endsAt) return status;
  }
  return outcome;
}

export function hasFailed(status: DlcStatus): boolean {
  return status === 'timeout' || status === 'error';
}

export function hasEnded(status: DlcStatus): boolean {
  return status === 'success' || hasFailed(status);
}
