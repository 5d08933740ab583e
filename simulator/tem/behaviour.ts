/** How new pods fail. */
export interface Crash {
  /** What the pods' Status says: CrashLoopBackOff, ImagePullBackOff … */
  status: string;
  /** Only pods of these deploy versions; without it all new pods. */
  versions?: string[];
  /** From the pod's creation; default 5. Later than its start: it is ready first, then fails. */
  afterSeconds?: number;
  /** The pods recover after that; without it they never do. */
  forSeconds?: number;
  /** What Detail.Status says meanwhile; default 'Running'. */
  detailStatus?: string;
}

export interface CosTokenBehaviour {
  /** Default 1800. */
  lifetimeSeconds?: number;
  /** Default true; false: the keys allow a single PUT alone (multipart uploads are refused with 403). */
  multipart?: boolean;
  /** Default false; true: Result is null, as documented for a failure. */
  fails?: boolean;
}

/**
 * How an application's rollouts go. What decides the pods' fate (podStartSeconds, crash, neverReady,
 * visibleAfterSeconds, oldPodsLeave) counts as it stands when a rollout starts; the rest as it stands when asked.
 */
export interface Behaviour {
  /** Default 20: a new pod is ready after this; the pods of a batch a little after one another. */
  podStartSeconds: number;
  crash?: Crash | undefined;
  /** New pods stay Pending or ContainerCreating. */
  neverReady?: boolean | undefined;
  /** RollingUpdate answers Result "" although it started. */
  emptyRevision?: boolean | undefined;
  /** Default 1: for so long after the trigger Info and Detail still show the rollout before. */
  visibleAfterSeconds?: number | undefined;
  /** unknown: which batch carries the waiting status; default 'finished-batch'. */
  waitsOn?: 'finished-batch' | 'next-batch' | undefined;
  /** unknown: Detail.Status of a success; so both default to 'Running'. */
  words?: { finished?: string; running?: string } | undefined;
  /** Whether Detail.EndTime is ever set; default 'never'. */
  endTime?: 'set' | 'never' | undefined;
  /** unknown: the unit of NextBatchStartTime; default 's'. */
  nextBatchStartTimeUnit?: 's' | 'ms' | undefined;
  /** Default 15: from the revert until all old pods serve again. */
  revertSeconds?: number | undefined;
  /** Default true; false: RevertDeployApplication answers Result false. */
  revertSucceeds?: boolean | undefined;
  /** Default true; false: ResumeDeployApplication answers Result false. */
  resumeSucceeds?: boolean | undefined;
  /** Each page of DescribeApplicationPods after the first repeats the last pod of the page before. */
  duplicatePods?: boolean | undefined;
  /** Default 100: caps Limit. */
  maxPodPage?: number | undefined;
  /**
   * Result of GenerateApplicationPackageDownloadUrl; default: a pre-signed URL, which really
   * downloads where the package lies in the simulator's COS.
   */
  packageUrl?: string | null | undefined;
  /** How CreateCosToken answers for an upload. */
  cosToken?: CosTokenBehaviour | undefined;
  /**
   * unknown: whether PackageName is the upload's FullPath or its file name. Where this is given,
   * RollingUpdate refuses packages that were not uploaded or are not named so; without it it accepts any.
   */
  uploadedPackage?: 'full-path' | 'file-name' | 'either' | undefined;
  /**
   * Default 'when-ready': an old pod leaves when its successor is ready. 'at-batch-start': all old
   * pods of a batch leave when it starts, as in the official example of a crashing first batch.
   */
  oldPodsLeave?: 'when-ready' | 'at-batch-start' | undefined;
}

export const DEFAULT_BEHAVIOUR = { podStartSeconds: 20 } satisfies Behaviour;
