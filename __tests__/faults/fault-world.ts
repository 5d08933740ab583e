import { linkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_CREDENTIALS, startSimulator } from '../../simulator/index.ts';
import type { Clock } from '../../simulator/index.ts';
import { returnFolders, takeFolders, temporaryFolder } from './step-folders.ts';
import { trustGithub } from './trust-github.ts';
import type { Cloud, Inputs, Scenario } from './scenario.ts';

/** The `timeout` of every step. */
export const STEP_TIMEOUT_SECONDS = 600;

/** A cloud, a workspace and the environment of a job, for one run of a scenario. */
export interface FaultWorld extends Cloud {
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

/** Opens the world that a scenario begins in; `pass` moves the clock on. */
export async function openFaultWorld(
  { cancelAfter, seeds, files = {}, hasIdTokens = false, inputs, prepare }: Scenario,
  clock: Clock,
  pass: (seconds: number) => void,
): Promise<FaultWorld> {
  const simulator = await startSimulator({ ...seeds, clock });
  const folders = takeFolders();
  const { workspace, temp } = folders;
  for (const [name, content] of Object.entries(files))
    linkSync(storedFile(content), join(workspace, name));
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
      returnFolders(folders);
    },
  };
}

const stored = new Map<string, string>();

/** A file with this content: each is written once in a thread, and linked from there on. */
function storedFile(content: string): string {
  const known = stored.get(content);
  if (known !== undefined) return known;
  const path = join(temporaryFolder('fault-file-'), 'content');
  writeFileSync(path, content);
  stored.set(content, path);
  return path;
}
