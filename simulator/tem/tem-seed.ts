import { APP_ID } from '../account.ts';
import type { NameSource } from '../name-source.ts';

/** How new pods fail. */
export interface Crash {
  /** The Status of the pods: CrashLoopBackOff, ImagePullBackOff … */
  status: string;
  /** Only pods of these deploy versions; default: all new pods. */
  versions?: string[];
  /** From the pod's creation; default 5. A pod is ready first if its start takes less time. */
  afterSeconds?: number;
  /** How long until the pods recover; default: they never do. */
  forSeconds?: number;
  /** Detail.Status during the crash; default 'Running'. */
  detailStatus?: string;
  /**
   * Default false; true: as in the official example of a failed rollout, its batches finish, and the
   * application stays under deploying. unknown: whether TEM then accepts another rollout; here it does.
   */
  staysDeploying?: boolean;
}

export interface CosTokenBehaviour {
  /** Default 1800. */
  lifetimeSeconds?: number;
  /** Default true; false: the keys only allow a single PUT (multipart uploads get 403). */
  multipart?: boolean;
  /** Default false; true: Result is null, as documented for a failure. */
  fails?: boolean;
}

/**
 * The behaviour of an application's rollouts. podStartSeconds, crash, neverReady,
 * visibleAfterSeconds and oldPodsLeave are fixed when a rollout starts; the others are read at
 * every call.
 */
export interface Behaviour {
  /** Default 20: a new pod is ready after this; the pods of a batch become ready one after another. */
  podStartSeconds: number;
  crash?: Crash | undefined;
  /** New pods remain Pending or ContainerCreating. */
  neverReady?: boolean | undefined;
  /** RollingUpdate returns Result "" although the rollout has started. */
  emptyRevision?: boolean | undefined;
  /** Default 1: until then Info and Detail still show the previous rollout. */
  visibleAfterSeconds?: number | undefined;
  /** unknown: which batch has the waiting status; default 'finished-batch'. */
  waitsOn?: 'finished-batch' | 'next-batch' | undefined;
  /** unknown: Detail.Status of a success; both default to 'Running'. */
  words?: { finished?: string; running?: string } | undefined;
  /** Whether Detail.EndTime is ever set; default 'never'. */
  endTime?: 'set' | 'never' | undefined;
  /** unknown: the unit of NextBatchStartTime; default 's'. */
  nextBatchStartTimeUnit?: 's' | 'ms' | undefined;
  /** Default 15: from the revert until all old pods are ready again. */
  revertSeconds?: number | undefined;
  /** Default true; false: RevertDeployApplication returns Result false. */
  revertSucceeds?: boolean | undefined;
  /** Default true; false: ResumeDeployApplication returns Result false. */
  resumeSucceeds?: boolean | undefined;
  /** Instances have addresses of this machine, for serveApplication. */
  loopbackIps?: boolean | undefined;
  /** Each page of DescribeApplicationPods after the first repeats the last pod of the page before. */
  duplicatePods?: boolean | undefined;
  /** Default 100: caps Limit. */
  maxPodPage?: number | undefined;
  /**
   * Result of GenerateApplicationPackageDownloadUrl; default: a pre-signed URL, which downloads
   * the package if it is in the simulator's COS.
   */
  packageUrl?: string | null | undefined;
  /** CreateCosToken's response for an upload. */
  cosToken?: CosTokenBehaviour | undefined;
  /**
   * unknown: whether PackageName is the upload's FullPath or its file name. If set, RollingUpdate
   * rejects packages that were not uploaded or have the other form of name; otherwise it accepts
   * any.
   */
  uploadedPackage?: 'full-path' | 'file-name' | 'either' | undefined;
  /**
   * Default 'when-ready': an old pod leaves when its successor is ready. 'at-batch-start': all old
   * pods of a batch leave when it starts, as in the official example of a crashing first batch.
   */
  oldPodsLeave?: 'when-ready' | 'at-batch-start' | undefined;
}

export const DEFAULT_BEHAVIOUR = { podStartSeconds: 20 } satisfies Behaviour;

export type DeployMode = 'IMAGE' | 'JAR' | 'WAR';

/** An application when the simulator starts. */
export interface ApplicationSeed {
  applicationId: string;
  applicationName?: string;
  environmentId?: string;
  environmentName?: string;
  region?: string;
  deployMode?: DeployMode;
  deployVersion?: string;
  pkgName?: string;
  /** Running instances. */
  instances?: number;
  /** The first current revision. */
  revisionId?: string;
  behaviour?: Partial<Behaviour>;
}

export type CompleteSeed = Required<Omit<ApplicationSeed, 'behaviour'>>;

export const DEMO_APPLICATION = {
  applicationId: 'app-shop0001',
  applicationName: 'shop-api',
  environmentId: 'en-prod0001',
  environmentName: 'production',
  region: 'ap-guangzhou',
  deployMode: 'IMAGE',
  deployVersion: 'v2.3.9',
  instances: 6,
} satisfies ApplicationSeed;

/** Values that a seed leaves out are those of the demo application; package and revision are generated. */
export function completeSeed(seed: ApplicationSeed, names: NameSource): CompleteSeed {
  const given = { ...DEMO_APPLICATION, ...seed };
  const { pkgName = packageOf(given), revisionId = names('revision', 8) } = given;
  return { ...given, pkgName, revisionId };
}

function packageOf(seed: Omit<CompleteSeed, 'pkgName' | 'revisionId'>): string {
  const { applicationId, applicationName, deployMode, deployVersion } = seed;
  if (deployMode === 'IMAGE') return '';
  const file = `${applicationName}-${deployVersion}.${deployMode.toLowerCase()}`;
  return `tem/pkg/${APP_ID}/${applicationId}/${file}`;
}
