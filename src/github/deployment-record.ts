import type { Deployments, DeploymentStatus, OpenDeployments } from './deployments.ts';
import type { Log } from './log.ts';
import { createMask } from './mask.ts';
import type { CommonInputs } from './inputs/operation-inputs.ts';
import { readValues } from './inputs/read-values.ts';
import { readWorkflowRun } from './workflow-run.ts';

/** The inputs that ask for a record; a plan deploys nothing, so there is nothing to record. */
export type RecordInputs = Partial<
  Pick<
    CommonInputs,
    'dryRun' | 'environmentUrl' | 'githubDeploymentId' | 'githubEnvironment' | 'githubToken'
  >
>;

/** What the end of the job needs of them. */
const RECORD_INPUTS = ['github-token', 'environment-url'] as const;

/** The record that GitHub keeps of this deployment. Nothing here rejects: a failure is a warning. */
export interface DeploymentRecord {
  /** Its ID; `undefined` where GitHub made none. */
  readonly id: Promise<number | undefined>;
  /** Whether an earlier job began it. */
  readonly isContinued: boolean;
  readonly end: (state: 'success' | 'failure', description: string) => Promise<void>;
  /** Leaves it in progress, for a later job to continue. */
  readonly leave: () => Promise<void>;
}

interface RecordRuntime {
  readonly core: Pick<typeof import('@actions/core'), 'getState' | 'saveState' | 'setSecret'>;
  readonly env: NodeJS.ProcessEnv;
  readonly openDeployments: OpenDeployments;
}

const STATE = 'github-deployment';

/**
 * Makes the record, or continues the one that is given, and says that the deployment is under way;
 * `undefined` where none is asked for. Goes on beside the step: nobody has to wait for it.
 */
export function beginRecord(
  runtime: RecordRuntime,
  log: Log,
  inputs: RecordInputs,
): DeploymentRecord | undefined {
  const { core, env, openDeployments } = runtime;
  const { githubToken, githubEnvironment, githubDeploymentId, environmentUrl } = inputs;
  const isAsked = Boolean(githubEnvironment || githubDeploymentId) && !inputs.dryRun;
  if (!githubToken || !isAsked) return undefined;
  createMask(core)(githubToken);
  const opened = withoutUnhandledRejection(openDeployments(githubToken, readWorkflowRun(env)));
  const add = async (id: number, status: Omit<DeploymentStatus, 'environmentUrl'>) =>
    (await opened).addStatus(id, { ...status, environmentUrl });

  const begin = async (): Promise<number> => {
    const id = githubDeploymentId ?? (await (await opened).create(githubEnvironment ?? ''));
    core.saveState(STATE, String(id));
    return id;
  };
  const id = warnOnFailure(log, begin);
  const started = id.then((recordId) =>
    recordId === undefined
      ? undefined
      : warnOnFailure(log, () =>
          add(recordId, { state: 'in_progress', description: 'is being deployed' }),
        ),
  );
  const leave = async () => {
    await started;
    core.saveState(STATE, '');
  };
  return {
    id,
    leave,
    isContinued: githubDeploymentId !== undefined,
    end: async (state, description) => {
      await started;
      const recordId = await id;
      if (recordId === undefined) return;
      // Where this fails, the end of the job tries once more.
      core.saveState(STATE, `${String(recordId)} ${state}`);
      const isRecorded = await warnOnFailure(log, async () => {
        await add(recordId, { state, description });
        return true;
      });
      if (isRecorded) core.saveState(STATE, '');
    },
  };
}

/** After the job: ends the record that a cancelled step left in progress; makes no call otherwise. */
export async function endUnfinishedRecord(
  { core, env, openDeployments }: RecordRuntime,
  log: Log,
): Promise<void> {
  const [, id, ended] = /^(\d+)(?: (success|failure))?$/.exec(core.getState(STATE)) ?? [];
  const { environmentUrl, githubToken } = readValues(env, [], RECORD_INPUTS).valid;
  if (id === undefined || githubToken === undefined) return;
  createMask(core)(githubToken);
  await warnOnFailure(log, async () => {
    const deployments = await openDeployments(githubToken, readWorkflowRun(env));
    const state = ended === 'success' ? 'success' : 'failure';
    const description = ended ? 'said by the end of the job' : 'the job was cancelled';
    await deployments.addStatus(Number(id), { state, description, environmentUrl });
  });
}

/** Who waits for it later sees the rejection; until then it must not end the process. */
function withoutUnhandledRejection(opening: Promise<Deployments>): Promise<Deployments> {
  opening.catch(() => undefined);
  return opening;
}

async function warnOnFailure<Result>(
  log: Log,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    log.warning('GitHub Deployment not recorded', describeFailure(error));
    return undefined;
  }
}

/** What GitHub says, and what to change where that is known. */
const HINTS: Readonly<Record<number, string>> = {
  401: 'check github-token: it is wrong or has expired',
  403: 'give the job   permissions: deployments: write   (and contents: read, to check out)',
  404: 'check github-deployment-id, and that github-token may see this repository',
  422: 'check github-environment, and that the commit is on the server',
};

/** What the client throws; without a response it invents the status. */
interface GithubError {
  readonly status?: number;
  readonly message?: string;
  readonly response?: object;
}

function describeFailure(error: unknown): string {
  const { message = String(error), response, status = 0 } = error as GithubError;
  const said = response ? `GitHub says:     ${status}: ${message}` : `Why:             ${message}`;
  const hint = response && HINTS[status];
  return [said, ...(hint ? [`Fix:  ${hint}`] : []), 'The deployment itself goes on.'].join('\n');
}
