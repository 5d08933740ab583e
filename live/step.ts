import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { readFileCommands } from '../__tests__/support/process/file-commands.ts';
import { inputVariables, layOutStep } from '../__tests__/support/process/step-files.ts';
import type { StepRun } from './live.ts';

const ACTION = fileURLToPath(new URL('../dist/index.js', import.meta.url));
/** What a step needs of this machine; above all no keys. */
const PASSED = [
  'PATH',
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'NO_PROXY',
  'NODE_EXTRA_CA_CERTS',
  'NODE_COMPILE_CACHE',
  'SystemRoot',
];
const LOOPBACK = '127.0.0.1';

/**
 * Runs the built action as the runner does, in a workspace of its own that is deleted afterwards. A
 * package is copied there. `log` gets its lines, without the secrets that the runner would mask.
 */
export async function runBuiltAction(
  given: Readonly<Record<string, string>>,
  log: (line: string) => void,
): Promise<StepRun> {
  const step = layOutStep();
  const file = given['package-file'];
  if (file) copyFileSync(file, join(step.workspace, basename(file)));
  const inputs = file ? { ...given, 'package-file': basename(file) } : given;
  const passed = Object.entries(process.env).filter(([name]) =>
    PASSED.includes(name.toUpperCase()),
  );
  const env = { ...Object.fromEntries(passed), ...step.environment, ...inputVariables(inputs) };
  const NO_PROXY = [env.NO_PROXY, env.no_proxy, LOOPBACK].filter(Boolean).join(',');
  try {
    const child = spawn(process.execPath, [ACTION], {
      cwd: step.workspace,
      env: { ...env, NO_PROXY },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const cancel = () => child.kill('SIGINT');
    process.once('SIGINT', cancel);
    for (const stream of [child.stdout, child.stderr]) {
      // Masks name what must not be shown; only the runner removes them from the log.
      createInterface({ input: stream }).on('line', (line) => {
        if (!line.startsWith('::add-mask::')) log(line);
      });
    }
    const [exitCode] = (await once(child, 'close')) as [number | null];
    process.off('SIGINT', cancel);
    const outputs = readFileCommands(step.read('GITHUB_OUTPUT'));
    return { exitCode: exitCode ?? 1, outputs };
  } finally {
    step.remove();
  }
}
