import { afterEach } from '@jest/globals';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEMO_CREDENTIALS, startSimulator } from '../../simulator/index.ts';
import type { Simulator, SimulatorOptions } from '../../simulator/index.ts';
import { sharedTime } from '../scenarios/shared-time.ts';
import type { SharedTime } from '../scenarios/shared-time.ts';
import type { GithubApi } from '../support/github-api.ts';
import { startGithubApi } from '../support/github-api.ts';
import { startOidcService } from '../support/oidc-service.ts';
import type { OidcService } from '../support/oidc-service.ts';
import { startArtifactService } from '../support/workflow/artifact-service.ts';
import { createArtifacts } from '../support/workflow/artifacts.ts';
import type { Artifacts } from '../support/workflow/artifacts.ts';
import type { Surroundings, WorkflowEvent } from '../support/workflow/model.ts';
import type { WorkflowRun } from '../support/workflow/run-workflow.ts';
import { runWorkflow } from '../support/workflow/run-workflow.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));

/** The secrets that the examples ask for. */
const SECRETS = {
  TENCENTCLOUD_SECRET_ID: DEMO_CREDENTIALS.secretId,
  TENCENTCLOUD_SECRET_KEY: DEMO_CREDENTIALS.secretKey,
  TCR_USERNAME: '100000000001',
  TCR_PASSWORD: 'passwordOfTheRegistryEXAMPLE',
};

export type Around = Partial<Omit<Surroundings, 'cloud' | 'artifacts'>>;

/** A cloud, and the runs of examples in it. */
export interface ExampleWorld {
  simulator: Simulator;
  artifacts: Artifacts;
  oidc: OidcService;
  github: GithubApi;
  /** Runs an example, or a workflow at an absolute path. */
  run: (file: string, event: WorkflowEvent, around?: Around) => Promise<WorkflowRun>;
  /** The calls of a service that went well, by action. */
  callsOf: (service: string) => string[];
}

const AUDIENCE = 'sts.tencentcloudapi.com';

const opened: { close: () => Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

/** A cloud whose time passes as fast as it goes, or, where `time` is null, in real time. */
export async function openExampleWorld(
  options: (oidc: OidcService) => SimulatorOptions = () => ({}),
  time: SharedTime | null = sharedTime(),
): Promise<ExampleWorld> {
  const clock = time ?? { now: () => Date.now() };
  const oidc = await startOidcService(() => clock.now());
  const simulator = await startSimulator({ clock, ...options(oidc) });
  const artifacts = createArtifacts();
  const service = await startArtifactService(artifacts);
  const github = await startGithubApi();
  opened.push(oidc, simulator, service, github);
  const cloud = {
    inputs: { endpoint: simulator.url, 'cos-endpoint': simulator.cosEndpoint },
    ...(time ? { time } : {}),
    secrets: () => [
      ...[DEMO_CREDENTIALS.secretKey, SECRETS.TCR_PASSWORD, github.token],
      ...[...oidc.tokens, oidc.environment.ACTIONS_ID_TOKEN_REQUEST_TOKEN ?? ''],
      ...simulator.sts.issued.flatMap(({ secretKey, token }) => [secretKey, token]),
    ],
  };
  const { environment } = service;
  return {
    ...{ simulator, artifacts, oidc, github },
    run: (file, event, around = {}) =>
      runWorkflow(resolve(EXAMPLES, file), event, {
        ...{ cloud, environment, oidc, github, secrets: SECRETS, artifacts },
        ...around,
      }),
    callsOf: (service) =>
      simulator.calls
        .filter((call) => call.service === service && call.outcome === 'ok')
        .map(({ action }) => action),
  };
}

/** On the real time, which uploads of artifacts need: GitHub's client waits by timers of its own. */
export function openRealTimeWorld(options: SimulatorOptions): Promise<ExampleWorld> {
  return openExampleWorld(() => options, null);
}

/** An account whose role `deploy` trusts one subject, as docs/credentials.md sets it up. */
export const trusting = (subject: string) => (oidc: OidcService) => ({
  sts: {
    providers: [
      { name: 'github', issuer: oidc.issuer, clientIds: [AUDIENCE], keys: [...oidc.keys] },
    ],
    roles: [
      {
        roleName: 'deploy',
        trusts: [{ provider: 'github', audience: AUDIENCE, subjects: [subject] }],
      },
    ],
  },
});

/** Job by job how it ended, in the order in which they ended. */
export function ends({ jobs }: WorkflowRun): string[] {
  return jobs.map(({ name, result }) => `${name}: ${result}`);
}
