import { afterEach } from '@jest/globals';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEMO_CREDENTIALS, startSimulator } from '../../simulator/index.ts';
import type { ServedApplication, Simulator, SimulatorOptions } from '../../simulator/index.ts';
import { runSources } from '../support/in-process/run-sources.ts';
import { runAction } from '../support/process/run-action.ts';
import { sharedTime } from '../support/process/shared-time.ts';
import type { SharedTime } from '../support/process/shared-time.ts';
import type { GithubApi } from '../support/github-api.ts';
import { startGithubApi } from '../support/github-api.ts';
import { startOidcService } from '../support/oidc-service.ts';
import type { OidcService, SubjectForm } from '../support/oidc-service.ts';
import { startArtifactService } from '../support/workflow/artifact-service.ts';
import type { Artifacts, Surroundings, WorkflowEvent } from '../support/workflow/model.ts';
import type { WorkflowRun } from '../support/workflow/run-workflow.ts';
import { runWorkflow } from '../support/workflow/run-workflow.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));

/** The secrets that the examples ask for. */
export const SECRETS = {
  TENCENTCLOUD_SECRET_ID: DEMO_CREDENTIALS.secretId,
  TENCENTCLOUD_SECRET_KEY: DEMO_CREDENTIALS.secretKey,
  TCR_USERNAME: '100000000001',
  TCR_PASSWORD: 'passwordOfTheRegistryEXAMPLE',
};

export const PUSH: WorkflowEvent = { name: 'push' };
export const SHA = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';

/** The event of a form that somebody filled in. */
export const dispatch = (inputs: Record<string, string>): WorkflowEvent => ({
  name: 'workflow_dispatch',
  inputs,
});

/** A cloud, and the runs of examples in it. */
export interface ExampleWorld {
  simulator: Simulator;
  artifacts: Artifacts;
  oidc: OidcService;
  github: GithubApi;
  /** Lets seconds of the cloud's time pass. */
  pass: (seconds: number) => void;
  /** Runs an example, or a workflow at an absolute path. */
  run: (file: string, event: WorkflowEvent, around?: Around) => Promise<WorkflowRun>;
}

interface Around extends Pick<
  Partial<Surroundings>,
  'approve' | 'onStart' | 'repository' | 'secrets'
> {
  /** Starts a process for each step of this action, as is needed to cancel or kill one. */
  inProcesses?: boolean;
  /** Probed without connections by steps that run in this process. */
  served?: ServedApplication;
}

const AUDIENCE = 'sts.tencentcloudapi.com';

const opened: { close: () => Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

/**
 * A cloud whose time passes as fast as it goes, and where the sources run in this process. A step that
 * uploads an artifact has a process in real time, because GitHub's client has timers of its own: there
 * the time has to start at the real one.
 */
export async function openExampleWorld(
  options: SimulatorOptions = {},
  time: SharedTime = sharedTime(),
  subjects?: SubjectForm,
): Promise<ExampleWorld> {
  const oidc = await startOidcService(() => time.now(), subjects);
  const simulator = await startSimulator({ clock: time, ...options });
  const artifacts: Artifacts = new Map();
  const service = await startArtifactService(artifacts);
  const github = await startGithubApi();
  opened.push(oidc, simulator, service, github);
  const forbidden = () => [
    ...[DEMO_CREDENTIALS.secretKey, SECRETS.TCR_PASSWORD, github.token],
    ...[...oidc.tokens, oidc.environment.ACTIONS_ID_TOKEN_REQUEST_TOKEN ?? ''],
    ...simulator.sts.issued.flatMap(({ secretKey, token }) => [secretKey, token]),
  ];
  const { environment } = service;
  const actionInputs = { endpoint: simulator.url, 'cos-endpoint': simulator.cosEndpoint };
  return {
    ...{ simulator, artifacts, oidc, github },
    pass: (seconds) => {
      time.pass(seconds);
    },
    run: (file, event, { inProcesses = false, served, ...around } = {}) =>
      runWorkflow(resolve(EXAMPLES, file), event, {
        ...{ actionInputs, forbidden, environment, oidc, github, secrets: SECRETS, artifacts },
        time,
        runAction: (step) => {
          if (step.inputs['artifact-name'] && !step.state) return runAction(step);
          return inProcesses
            ? runAction({ ...step, time })
            : runSources({ ...step, time, simulator, ...(served ? { served } : {}) });
        },
        ...around,
      }),
  };
}

/**
 * The account gets a role `deploy` that trusts one kind of job of this repository, such as
 * `environment:production`, as docs/credentials.md sets it up.
 */
export function trust({ oidc, simulator }: ExampleWorld, job: string): void {
  const { issuer, keys } = oidc;
  const trusts = [{ provider: 'github', audience: AUDIENCE, subjects: [oidc.subjectOf(job)] }];
  const provider = { name: 'github', issuer, clientIds: [AUDIENCE], keys: [...keys] };
  simulator.sts.providers.push(provider);
  simulator.sts.roles.push({ roleName: 'deploy', trusts });
}

/** Job by job how it ended, in the order in which they ended. */
export function ends({ jobs }: WorkflowRun): string[] {
  return jobs.map(({ name, result }) => `${name}: ${result}`);
}
