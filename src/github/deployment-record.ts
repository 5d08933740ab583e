import type { Deployments, DeploymentStatus, OpenDeployments } from './deployments.ts';
import { explainRefusal, toGithubError } from './github-refusal.ts';
import type { Log } from './log.ts';
import { readLanguage } from './log.ts';
import { formatText } from '../text/format-text.ts';
import type { Text } from '../text/message.ts';
import { joinTexts, message } from '../text/message.ts';
import { TextError } from '../text/text-error.ts';
import { readDeployedCommit } from './deployed-commit.ts';
import { createMask } from './mask.ts';
import type { CommonInputs } from './inputs/operation-inputs.ts';
import { readValues } from './inputs/read-values.ts';
import { readWorkflowRun } from './workflow-run.ts';

/**
 * The inputs that configure the record. With `dry-run` there is none, because nothing is deployed.
 */
export type RecordInputs = Partial<
  Pick<
    CommonInputs,
    | 'dryRun'
    | 'environmentUrl'
    | 'language'
    | 'githubDeploymentId'
    | 'githubEnvironment'
    | 'githubProduction'
    | 'githubRef'
    | 'githubToken'
    | 'githubTransient'
  >
>;

/** The inputs that the post step needs. */
const RECORD_INPUTS = ['github-token', 'environment-url'] as const;

/** The GitHub Deployment of this rollout. No method rejects; failures become warnings. */
export interface DeploymentRecord {
  /** The Deployment's ID; `undefined` if it could not be created. */
  readonly id: Promise<number | undefined>;
  /** Whether an earlier job created it. */
  readonly isContinued: boolean;
  readonly end: (state: 'success' | 'failure', description: Text) => Promise<void>;
  /** Leaves the Deployment in progress, for a later job to continue. */
  readonly leave: () => Promise<void>;
}

interface RecordRuntime {
  readonly core: Pick<typeof import('@actions/core'), 'getState' | 'saveState' | 'setSecret'>;
  readonly env: NodeJS.ProcessEnv;
  readonly openDeployments: OpenDeployments;
}

const STATE = 'github-deployment';

/**
 * Creates the Deployment, or continues the given one, and sets it to in progress. Returns
 * `undefined` if no record is requested. The calls run in the background, so the rollout does not
 * wait for them.
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
  const add = async (id: number, state: DeploymentStatus['state'], text: Text) => {
    const description = formatText(text, inputs.language ?? 'en-US');
    await (await opened).addStatus(id, { state, description, environmentUrl });
  };

  const target = {
    ref: inputs.githubRef ?? readDeployedCommit(env),
    isProduction: inputs.githubProduction,
    isTransient: inputs.githubTransient,
  };
  const begin = async (): Promise<number> => {
    const id = githubDeploymentId ?? (await (await opened).create(githubEnvironment ?? '', target));
    core.saveState(STATE, String(id));
    return id;
  };
  const id = warnOnFailure(log, begin);
  const started = id.then((recordId) =>
    recordId === undefined
      ? undefined
      : warnOnFailure(log, () => add(recordId, 'in_progress', message('github.deploying'))),
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
      // If this fails, the post step tries again.
      core.saveState(STATE, `${String(recordId)} ${state}`);
      const isRecorded = await warnOnFailure(log, async () => {
        await add(recordId, state, description);
        return true;
      });
      if (isRecorded) core.saveState(STATE, '');
    },
  };
}

/**
 * Ends a Deployment that a cancelled main step left in progress. Runs in the post step; makes no
 * call if there is nothing to end.
 */
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
    const text = message(ended ? 'github.set-after-job' : 'github.job-cancelled');
    const description = formatText(text, readLanguage(env));
    await deployments.addStatus(Number(id), { state, description, environmentUrl });
  });
}

/**
 * Prevents an unhandled rejection from ending the process before the promise is awaited. Later
 * awaits still see the rejection.
 */
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
    log.warning(message('github.not-recorded'), describeFailure(error));
    return undefined;
  }
}

function describeFailure(error: unknown): Text {
  const refusal = toGithubError(error);
  const { response, status = 0 } = refusal;
  const { said, fix } =
    error instanceof TextError ? { said: error.text, fix: '' } : explainRefusal(refusal);
  return joinTexts(
    'line',
    response
      ? joinTexts(
          'colon',
          message('words.message'),
          message('github.http-status', { status, said }),
        )
      : joinTexts('colon', message('words.why'), said),
    fix === '' ? '' : joinTexts('colon', message('words.fix'), fix),
    message('github.deployment-continues'),
  );
}
