export type DlcOutcome = 'success' | 'timeout' | 'error';

/** How the downloads of a task go. */
export interface TaskBehaviour {
  /** How the first download ends, the second … the last word repeats; default success. */
  outcomes: DlcOutcome[];
  /** What Reason says of a timeout or an error; default: a sentence. */
  reason?: string;
  /** Default 1, 2, 5 and 2 seconds. */
  initSeconds: number;
  queueSeconds: number;
  formatSeconds: number;
  compressSeconds: number;
  /** 'lakefs': the result lies in managed storage. Default cosn. */
  pathScheme: 'cosn' | 'lakefs';
  /** Default 1800: of the temporary keys. */
  keySeconds: number;
  /** Default true; false: success comes without keys. */
  givesKeys: boolean;
  /** unknown: what Path and the keys are before success; default ''. */
  absent: '' | null;
}

/** A query whose result can be downloaded, as it stands when the simulator starts. */
export interface TaskSeed {
  taskId: string;
  /** Of the API; default ap-guangzhou. */
  region?: string;
  /** Of the result's bucket; default: the API's. */
  bucketRegion?: string;
  /** The result's bucket; default: made up. */
  bucket?: string;
  /** The result's file name; default: made up. */
  fileName?: string;
  /** The result; default: a few lines of CSV. */
  content?: Uint8Array | string;
  behaviour?: Partial<TaskBehaviour>;
}

export const DEMO_TASK = {
  taskId: '20aadca2d4b511ef9ffa525400ba9019',
  region: 'ap-guangzhou',
} satisfies TaskSeed;

export const DEFAULT_TASK_BEHAVIOUR: TaskBehaviour = {
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

export const DEFAULT_RESULT = 'city,visits\nShenzhen,1210\nGuangzhou,1104\nShanghai,2044\n';
