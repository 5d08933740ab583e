import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { COMPILED } from './support/process/compiled.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** Starts `step` as the entry points do, without waiting for it. */
function start(step: string, env: NodeJS.ProcessEnv = {}) {
  const script = `
    import { runInProcess } from './src/process-runtime.ts';
    void runInProcess(() => ${step}, () => Promise.reject(new Error('no artifacts')));`;
  const args = ['--experimental-strip-types', '--no-warnings', '--input-type=module', '-e', script];
  const variables = { ...process.env, NODE_COMPILE_CACHE: COMPILED, ...env };
  const options = { cwd: ROOT, encoding: 'utf8', env: variables } as const;
  const { status, stderr } = spawnSync(process.execPath, args, options);
  return { status, stderr };
}

it.each([0, 1])('the process exits with the exit code of the step (%d)', (code) => {
  expect(start(`Promise.resolve(${code})`)).toEqual({ status: code, stderr: '' });
});

it('a step that never ends, with nothing left to wait for, has failed', () => {
  const { status, stderr } = start('new Promise(() => {})');
  expect(status).toBe(1);
  expect(stderr).toMatch(/stopped before its end/);
});

it.each(['throw', 'warn'])('a step that rejects has failed (--unhandled-rejections=%s)', (mode) => {
  const env = { NODE_OPTIONS: `--unhandled-rejections=${mode}` };
  const { status, stderr } = start("Promise.reject(new Error('a cause'))", env);
  expect(status).toBe(1);
  expect(stderr).toMatch(/a cause|stopped before its end/);
});
