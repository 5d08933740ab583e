import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readManifest } from '../this-action.ts';

/** The folders and files of one step, as GitHub's runner lays them out. */
export interface StepFiles {
  workspace: string;
  environment: Record<string, string>;
  read(variable: FileVariable): string;
  /**
   * What a step leaves on the disk, by path: every file in the workspace, in RUNNER_TEMP and in
   * `elsewhere`, and all that was ever written to the state and the environment.
   */
  files(elsewhere: readonly (string | undefined)[]): Record<string, string>;
  remove(): void;
}

export type FileVariable = (typeof FILES)[number];

const FILES = [
  'GITHUB_OUTPUT',
  'GITHUB_STATE',
  'GITHUB_STEP_SUMMARY',
  'GITHUB_ENV',
  'GITHUB_PATH',
] as const;

/** What the runner tells every step about the run; none of it decides what the action does. */
const RUN = {
  CI: 'true',
  GITHUB_ACTIONS: 'true',
  GITHUB_ACTION: '__octo-org_tencent-cloud-deploy-action',
  GITHUB_ACTOR: 'octocat',
  GITHUB_API_URL: 'https://api.github.com',
  GITHUB_EVENT_NAME: 'push',
  GITHUB_JOB: 'deploy',
  GITHUB_REF: 'refs/heads/main',
  GITHUB_REPOSITORY: 'octo-org/shop',
  GITHUB_RUN_ATTEMPT: '1',
  GITHUB_RUN_ID: '77',
  GITHUB_RUN_NUMBER: '7',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_SHA: 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678',
  GITHUB_WORKFLOW: 'Deploy',
  RUNNER_ARCH: 'X64',
  RUNNER_NAME: 'a runner',
  RUNNER_OS: 'Linux',
};

/** Makes the folders and the empty command files of a step. */
export function layOutStep(): StepFiles {
  const root = mkdtempSync(join(tmpdir(), 'runner-'));
  const [workspace, temp] = ['work', '_temp'].map((name) => join(root, name)) as [string, string];
  [workspace, temp].forEach((folder) => {
    mkdirSync(folder);
  });
  const files = FILES.map((variable) => [variable, join(temp, variable.toLowerCase())] as const);
  files.forEach(([, path]) => {
    writeFileSync(path, '');
  });
  const paths = Object.fromEntries(files) as Record<FileVariable, string>;
  return {
    workspace,
    environment: { ...RUN, ...paths, GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temp },
    read: (variable) => readFileSync(paths[variable], 'utf8'),
    files: (elsewhere) => {
      const outputs = [paths.GITHUB_OUTPUT, paths.GITHUB_STEP_SUMMARY];
      const all = [root, ...elsewhere]
        .filter((folder) => folder !== undefined && existsSync(folder))
        .flatMap(filesIn)
        .filter((path) => !outputs.includes(path));
      // Whatever the bytes are, a text among them stays one.
      return Object.fromEntries(all.map((path) => [path, readFileSync(path, 'latin1')]));
    },
    remove: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function filesIn(folder = ''): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

/**
 * The variables that carry the inputs: every input of action.yml is set, to its default where the
 * workflow does not give it, and one that action.yml does not know is handed over all the same.
 * `folder` is where the action.yml is, '' for that of the root.
 */
export function inputVariables(
  inputs: Readonly<Record<string, string>>,
  folder = '',
): Record<string, string> {
  const defaults = Object.entries(readManifest(folder).inputs).map(
    ([name, input]) => [name, input.default ?? ''] as const,
  );
  const all = { ...Object.fromEntries(defaults), ...inputs };
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      value,
    ]),
  );
}
