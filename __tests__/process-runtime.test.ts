import { spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';

/** Starts `step` as the entry points do, without waiting for it. Returns the exit code. */
function exitCodeOf(step: string, env: NodeJS.ProcessEnv = {}): number | null {
  const script = `
    import { runInProcess } from './src/process-runtime.ts';
    void runInProcess(() => ${step}, () => Promise.reject(new Error('no artifacts')));`;
  const args = ['--experimental-strip-types', '--no-warnings', '--input-type=module', '-e', script];
  return spawnSync(process.execPath, args, { env: { ...process.env, ...env } }).status;
}

it.each([0, 1])('the process exits with the exit code of the step (%d)', (code) => {
  expect(exitCodeOf(`Promise.resolve(${code})`)).toBe(code);
});

it('a step that never ends, with nothing left to wait for, has failed', () => {
  expect(exitCodeOf('new Promise(() => {})')).toBe(1);
});

it.each(['throw', 'warn'])('a step that rejects has failed (--unhandled-rejections=%s)', (mode) => {
  const env = { NODE_OPTIONS: `--unhandled-rejections=${mode}` };
  expect(exitCodeOf("Promise.reject(new Error('a defect'))", env)).toBe(1);
});
