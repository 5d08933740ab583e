import { readFileCommands } from './file-commands.ts';
import { checkSecrets, givenSecrets } from './secrets.ts';
import { inputVariables } from './step-files.ts';
import type { StepFiles } from './step-files.ts';
import { readWorkflowCommands } from './workflow-commands.ts';
import type { WorkflowCommand } from './workflow-commands.ts';

/** What a step is given. */
export interface StepInput {
  /** The folder of the action.yml, such as `tem/wait`; default: the root. */
  folder?: string;
  /** As under `with:`; what is not given gets the default of action.yml. */
  inputs: Record<string, string>;
  /** As under `env:`. */
  env?: Record<string, string>;
  /** What an earlier run of this step saved; with it this is the post run. */
  state?: Record<string, string>;
  /** May appear nowhere; the keys and tokens among `inputs` and `env` may not in any case. */
  credentials?: string[];
  /** The same, for what the world makes while the run goes on. */
  secrets?: () => readonly string[];
}

export interface ActionRun {
  exitCode: number;
  /** The signal that ended it; null where it ended by itself. */
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  outputs: Record<string, string>;
  state: Record<string, string>;
  summary: string;
  commands: WorkflowCommand[];
}

/** The variables of a step, as GitHub's runner sets them. */
export function stepVariables(
  { environment }: StepFiles,
  { env = {}, folder = '', inputs, state = {} }: StepInput,
): Record<string, string> {
  return {
    ...environment,
    ...inputVariables(inputs, folder),
    ...withPrefix('STATE_', state),
    ...env,
  };
}

/**
 * What a step that has ended leaves behind. Throws where a secret or a workflow command that is not
 * ours got out.
 */
export function readRun(
  step: StepFiles,
  { credentials = [], env = {}, inputs, secrets = () => [] }: StepInput,
  ended: Pick<ActionRun, 'exitCode' | 'signal' | 'stdout' | 'stderr'>,
): ActionRun {
  const { exitCode, signal, stderr, stdout } = ended;
  const traces = {
    ...{ stdout, stderr },
    outputs: readFileCommands(step.read('GITHUB_OUTPUT')),
    state: readFileCommands(step.read('GITHUB_STATE')),
    variables: readFileCommands(step.read('GITHUB_ENV')),
    summary: readSummary(step.read('GITHUB_STEP_SUMMARY')),
    files: step.files([env.GITHUB_WORKSPACE, env.RUNNER_TEMP]),
  };
  checkSecrets(traces, [...givenSecrets(inputs, env), ...credentials, ...secrets()]);
  return { ...traces, exitCode, signal, commands: readWorkflowCommands(stdout) };
}

/** As GitHub shows it: of a summary over 1 MiB nothing at all. */
export function readSummary(markdown: string): string {
  if (Buffer.byteLength(markdown) <= 1024 * 1024) return markdown;
  throw new Error(`A summary of ${Buffer.byteLength(markdown)} bytes is thrown away by the runner`);
}

function withPrefix(prefix: string, values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${prefix}${name}`, value]),
  );
}
