import { APP_ID } from '../account.ts';
import type { Clock } from '../clock.ts';
import { READ_OPERATIONS } from '../cos/operation.ts';
import type { CosObject } from '../cos/object.ts';
import type { CosWorld } from '../cos/world.ts';
import type { Fields } from '../gateway/service.ts';
import { downloadStatus, hasFailed } from './download.ts';
import type { DlcStatus, DownloadRecord } from './download.ts';
import { DEFAULT_RESULT, DEFAULT_TASK_BEHAVIOUR } from './seed.ts';
import type { TaskBehaviour, TaskSeed } from './seed.ts';

/** A download as it is now. */
export interface Download {
  downloadId: string;
  format: string;
  status: DlcStatus;
  /** Virtual milliseconds since 1970. */
  startedAt: number;
}

export class SimulatedTask {
  readonly taskId: string;
  /** Of the API. */
  readonly region: string;
  readonly bucket: string;
  readonly bucketRegion: string;
  /** May be changed at any time; a download keeps what stood at its start. */
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
   * As CreateResultDownload: the download's ID. unknown: what the cloud answers where there is one in
   * this format; here that one's ID, and with `force` a new one's where it has failed.
   */
  createDownload(format: string, { force = false }: { force?: boolean | undefined } = {}): string {
    const before = this.#records.findLast((record) => record.format === format);
    if (before !== undefined) {
      const isOver = hasFailed(downloadStatus(before, this.#clock.now()));
      if (!isOver || !force) return before.downloadId;
    }
    return this.#begin(format).downloadId;
  }

  find(downloadId: string): DownloadRecord | undefined {
    return this.#records.find((record) => record.downloadId === downloadId);
  }

  /** The fields of DescribeResultDownload; keys are made anew each time. */
  describe(record: DownloadRecord): Fields {
    const Status = downloadStatus(record, this.#clock.now());
    const { absent, reason } = record.behaviour;
    const Reason = hasFailed(Status) ? (reason ?? `The download ended with ${Status}.`) : '';
    if (Status !== 'success') {
      return { Path: absent, Status, Reason, SecretId: absent, SecretKey: absent, Token: absent };
    }
    const Path = `${record.behaviour.pathScheme}://${this.bucket}/${this.#result(record).key}`;
    if (!record.behaviour.givesKeys) {
      return { Path, Status, Reason, SecretId: absent, SecretKey: absent, Token: absent };
    }
    const { secretId, secretKey, token } = this.#readKey(record);
    return { Path, Status, Reason, SecretId: secretId, SecretKey: secretKey, Token: token };
  }

  #begin(format: string): DownloadRecord {
    const { outcomes } = this.behaviour;
    const record: DownloadRecord = {
      downloadId: this.#newId(),
      taskId: this.taskId,
      format,
      startedAt: this.#clock.now(),
      outcome: outcomes[this.#records.length] ?? outcomes.at(-1) ?? 'success',
      behaviour: structuredClone(this.behaviour),
    };
    this.#records.push(record);
    return record;
  }

  #readKey(record: DownloadRecord): { secretId: string; secretKey: string; token: string } {
    const { key: path } = this.#result(record);
    const grant = { bucket: this.bucket, path, operations: READ_OPERATIONS };
    return this.#cos.issueKey(grant, record.behaviour.keySeconds);
  }

  /** The file, put into its bucket when it is first asked for. */
  #result({ downloadId, format, startedAt }: DownloadRecord): CosObject {
    const day = new Date(startedAt).toISOString().slice(0, 10).replaceAll('-', '/');
    const file = this.#fileName ?? `download-${downloadId.slice(-5)}.${format.toLowerCase()}`;
    const key = `dlc/DLCQueryResults/${day}/${this.taskId}/${downloadId}/download/${file}`;
    return this.#cos.object(this.bucket, key) ?? this.#cos.put(this.bucket, key, this.#content);
  }
}
