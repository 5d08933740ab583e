import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readSettings } from '../../simulator/cli-options.ts';
import type { Flags } from '../../simulator/cli-options.ts';
import { scaledClock } from '../../simulator/index.ts';
import { outcome } from './support/client.ts';

const CLI = fileURLToPath(new URL('../../simulator/cli.ts', import.meta.url));
const FLAGS: Flags = {
  port: '0',
  speed: '1',
  site: 'china',
  instances: '6',
  'deploy-mode': 'IMAGE',
  region: 'ap-guangzhou',
  'pod-start': '20',
};

describe('readSettings', () => {
  it('reads every flag', () => {
    const flags = { speed: '60', epoch: '1700000000000', site: 'international', instances: '3' };
    const more = { 'deploy-mode': 'JAR', region: 'ap-shanghai', 'pod-start': '7.5' };
    expect(readSettings({ ...FLAGS, port: '9900', ...flags, ...more })).toMatchObject({
      port: 9900,
      speed: 60,
      epoch: 1_700_000_000_000,
      site: 'international',
      application: {
        instances: 3,
        deployMode: 'JAR',
        region: 'ap-shanghai',
        behaviour: { podStartSeconds: 7.5 },
      },
    });
  });

  it.each<Partial<Flags>>([
    { port: 'http' },
    { port: '-1' },
    { speed: '0' },
    { speed: 'fast' },
    { speed: ' ' },
    { epoch: 'today' },
    { site: 'mars' },
    { instances: '1.5' },
    { 'deploy-mode': 'jar' },
    { 'pod-start': '-1' },
  ])('refuses %j by name', (flag) => {
    const [name = ''] = Object.keys(flag);
    expect(() => readSettings({ ...FLAGS, ...flag })).toThrow(`--${name} must be`);
  });
});

interface Ended {
  code: number | null;
  output: string;
}

function start(...flags: string[]): ChildProcess {
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, ...flags]);
}

/** Runs to the end; interrupts it once its output contains `until`. */
function run(child: ChildProcess, until?: string): Promise<Ended> {
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
    if (until !== undefined && output.includes(until)) child.kill('SIGINT');
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  return new Promise((resolve) => {
    child.once('close', (code) => {
      resolve({ code, output });
    });
  });
}

function printedUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(chunk.toString())?.[0];
      if (url !== undefined) resolve(url);
    });
  });
}

describe('the command line', () => {
  it('says where it is, who may call and what there is, until Ctrl-C', async () => {
    const { code, output } = await run(start('--port', '0', '--instances', '3'), 'look at it');
    expect(output).toContain('AKIDsimulatorDemoEXAMPLE');
    expect(output).toContain('app-shop0001 in en-prod0001 (ap-guangzhou): 3 instances of v2.3.9');
    expect(code).toBe(0);
  });

  it('prints a line for a call', async () => {
    const child = start('--port', '0');
    const ended = run(child, '→ ok');
    const url = await printedUrl(child);
    const read = {
      action: 'DescribeApplicationInfo',
      parameters: { ApplicationId: 'app-shop0001' },
    };
    await outcome({ url, clock: scaledClock({ speed: 1 }) }, read);
    const { output } = await ended;
    expect(output).toMatch(
      /\n\S+Z tem\.DescribeApplicationInfo ap-guangzhou \{"ApplicationId":"app-shop0001"\} → ok\n/,
    );
  });

  it('helps', async () => {
    const { code, output } = await run(start('--help'));
    expect(output).toContain('--speed');
    expect(code).toBe(0);
  });

  it.each([[['--port', 'x']], [['--nonsense']]])('refuses %j in one line', async (flags) => {
    const { code, output } = await run(start(...flags));
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(1);
  });
});
