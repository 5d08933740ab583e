import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_CREDENTIALS, startSimulator } from '../../simulator/index.ts';
import type { Clock } from '../../simulator/index.ts';
import { trustGithub } from './identities.ts';
import type { Cloud, Inputs, Scenario } from './scenario.ts';

/** The `timeout` of every step. */
export const STEP_TIMEOUT_SECONDS = 600;

/** A cloud and a workspace for one run of a scenario. */
export interface Place extends Cloud {
  readonly temp: string;
  /** Seconds after which the job is cancelled; `undefined`: never. */
  readonly cancelAfter: number | undefined;
  readonly inputs: Inputs;
  /** Variables of the job beside the inputs. */
  readonly env: Inputs;
  /** Texts that may stand nowhere. */
  readonly secrets: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens the place that a scenario begins at; `pass` moves the clock on. */
export async function openPlace(
  { cancelAfter, seeds, files = {}, hasIdTokens = false, inputs, prepare }: Scenario,
  clock: Clock,
  pass: (seconds: number) => void,
): Promise<Place> {
  const simulator = await startSimulator({ ...seeds, clock });
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'fault-')));
  const [workspace, temp] = [join(root, 'workspace'), join(root, 'temp')];
  [workspace, temp].forEach((folder) => {
    mkdirSync(folder);
  });
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(workspace, name), content);
  const oidc = hasIdTokens ? await trustGithub(simulator) : undefined;
  const cloud = { simulator, workspace, pass };
  prepare?.(cloud);
  const { secretId, secretKey } = DEMO_CREDENTIALS;
  const own = hasIdTokens ? {} : { 'secret-id': secretId, 'secret-key': secretKey };
  return {
    ...{ ...cloud, cancelAfter, temp },
    inputs: {
      ...{ endpoint: simulator.url, timeout: `${STEP_TIMEOUT_SECONDS}s`, ...own },
      ...(typeof inputs === 'function' ? inputs(cloud) : inputs),
    },
    env: { GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temp, ...oidc?.environment },
    secrets: () => [
      secretKey,
      ...simulator.sts.issued.flatMap((issued) => [issued.secretKey, issued.token]),
      ...(oidc ? [...oidc.tokens, oidc.environment.ACTIONS_ID_TOKEN_REQUEST_TOKEN ?? ''] : []),
    ],
    close: async () => {
      await simulator.close();
      await oidc?.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
