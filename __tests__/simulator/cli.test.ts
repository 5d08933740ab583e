import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { scaledClock } from '../../simulator/index.ts';
import { itWithSignals } from '../support/platform-tests.ts';
import { outcome } from './support/signed-calls.ts';

const CLI = fileURLToPath(new URL('../../simulator/cli.ts', import.meta.url));

function start(...flags: string[]): ChildProcess {
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, ...flags]);
}

/** Runs to the end; `onOutput` sees everything printed so far. */
function run(
  child: ChildProcess,
  onOutput: (output: string) => void = () => undefined,
): Promise<{ code: number | null; output: string }> {
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
    onOutput(output);
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  return new Promise((resolve) => {
    child.once('close', (code) => {
      resolve({ code, output });
    });
  });
}

describe('the command line', () => {
  itWithSignals('prints what there is, and a line for every request, until Ctrl-C', async () => {
    const child = start('--port', '0');
    let isAsked = false;
    const { code, output } = await run(child, (text) => {
      const [, url] = /cos-endpoint (.*)\/cos\/\{bucket\}/.exec(text) ?? [];
      if (url !== undefined && !isAsked) {
        isAsked = true;
        const parameters = { ApplicationId: 'app-shop0001' };
        const call = { action: 'DescribeApplicationInfo', parameters };
        void outcome({ url, clock: scaledClock({ speed: 1 }) }, call)
          .then(() => fetch(`${url}/cos/tem-ap-guangzhou-1300000000/object`))
          .then(() => child.kill('SIGINT'));
      }
    });
    expect(output).toContain('AKIDsimulatorDemoEXAMPLE');
    expect(output).toContain('app-shop0001 in en-prod0001 (ap-guangzhou)');
    expect(output).toMatch(
      /\n\S+Z tem\.DescribeApplicationInfo ap-guangzhou \{"ApplicationId":"app-shop0001"\} → ok\n/,
    );
    expect(output).toMatch(/\n\S+Z cos\.GetObject ".*\/object" → AccessDenied\n/);
    expect(code).toBe(0);
  });

  it('helps', async () => {
    const { code, output } = await run(start('--help'));
    expect(output).toContain('--port');
    expect(code).toBe(0);
  });

  it.each([[['--port', 'x']], [['--nonsense']]])('refuses %j in one line', async (flags) => {
    const { code, output } = await run(start(...flags));
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(1);
  });
});
