import { APP_ID } from '../account.ts';
import type { Clock } from '../clock.ts';
import { READ_OPERATIONS } from '../cos/cos-operations.ts';
import type { CosWorld } from '../cos/cos-world.ts';
import type { Fields } from '../gateway/service.ts';

export type DlcOutcome = 'success' | 'timeout' | 'error';

/** The behaviour of a task's downloads. */
export interface TaskBehaviour {
  /** How each download ends, in order; the last value repeats. Default success. */
  outcomes: DlcOutcome[];
  /** Reason of a timeout or an error; default: a sentence. */
  reason?: string;
  /** Default 5: how long the status is format. */
  formatSeconds: number;
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
  formatSeconds: 5,
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

export type SimulatedTask = ReturnType<typeof simulatedTask>;

export function simulatedTask(seed: TaskSeed, clock: Clock, cos: CosWorld, newId: () => string) {
  const { taskId, region = 'ap-guangzhou', content = DEFAULT_RESULT } = seed;
  const { bucketRegion = region, bucket = `dlc-${bucketRegion}-${APP_ID}` } = seed;
  const behaviour: TaskBehaviour = { ...DEFAULT_TASK_BEHAVIOUR, ...seed.behaviour };
  const records: DownloadRecord[] = [];
  cos.createBucket(bucket, bucketRegion);

  const statusOf = (record: DownloadRecord): DlcStatus => downloadStatus(record, clock.now());

  const begin = (format: string): DownloadRecord => {
    const { outcomes } = behaviour;
    const record = {
      downloadId: newId(),
      format,
      startedAt: clock.now(),
      outcome: outcomes[records.length] ?? outcomes.at(-1) ?? 'success',
      behaviour: structuredClone(behaviour),
    };
    records.push(record);
    return record;
  };

  /** The key of the result file; the first call puts it into its bucket. */
  const resultKey = ({ downloadId, format, startedAt }: DownloadRecord): string => {
    const day = new Date(startedAt).toISOString().slice(0, 10).replaceAll('-', '/');
    const file = seed.fileName ?? `download-${downloadId.slice(-5)}.${format.toLowerCase()}`;
    const key = `dlc/DLCQueryResults/${day}/${taskId}/${downloadId}/download/${file}`;
    return (cos.object(bucket, key) ?? cos.put(bucket, key, content)).key;
  };

  return {
    taskId,
    /** Region of the API. */
    region,
    /** May be changed at any time; a download keeps the values of its start. */
    behaviour,

    /** Every download since the start, the oldest first. */
    get downloads() {
      return records.map((record) => {
        const { downloadId, format, startedAt } = record;
        return { downloadId, format, startedAt, status: statusOf(record) };
      });
    },

    /**
     * Executes CreateResultDownload and returns the download's ID. unknown: what DLC returns if
     * there is a download in this format. Here: its ID, or with `force` after a failure a new one.
     */
    createDownload: (format: string, force = false): string => {
      const before = records.findLast((record) => record.format === format);
      const restarts = before === undefined || (force && hasFailed(statusOf(before)));
      return (restarts ? begin(format) : before).downloadId;
    },

    find: (downloadId: string): DownloadRecord | undefined =>
      records.find((record) => record.downloadId === downloadId),

    /** Returns the fields of DescribeResultDownload; every response has new keys. */
    describe: (record: DownloadRecord): Fields => {
      const Status = statusOf(record);
      const { absent, reason, pathScheme, givesKeys, keySeconds } = record.behaviour;
      const Reason = hasFailed(Status) ? (reason ?? `The download ended with ${Status}.`) : '';
      const fields = { Status, Reason, SecretId: absent, SecretKey: absent, Token: absent };
      if (Status !== 'success') return { ...fields, Path: absent };
      const path = resultKey(record);
      const Path = `${pathScheme}://${bucket}/${path}`;
      if (!givesKeys) return { ...fields, Path };
      const key = cos.keys.issue({ bucket, path, operations: READ_OPERATIONS }, keySeconds);
      const { secretId, secretKey, token } = key;
      return { ...fields, Path, SecretId: secretId, SecretKey: secretKey, Token: token };
    },
  };
}

export function downloadStatus(record: DownloadRecord, now: number): DlcStatus {
  const seconds = (now - record.startedAt) / 1000;
  if (seconds < 1) return 'init';
  if (seconds < 3) return 'queue';
  const { formatSeconds } = record.behaviour;
  if (seconds < 3 + formatSeconds) return 'format';
  return seconds < 5 + formatSeconds ? 'compress' : record.outcome;
}

export function hasFailed(status: DlcStatus): boolean {
  return status === 'timeout' || status === 'error';
}

export function hasEnded(status: DlcStatus): boolean {
  return status === 'success' || hasFailed(status);
}
