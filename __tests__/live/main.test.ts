import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEMO_CREDENTIALS, SECRET_MARK, startSimulator } from '../../simulator/index.ts';
import type { Simulator } from '../../simulator/index.ts';
import { parseOptions } from '../../live/options.ts';
import { RECORDINGS } from '../../live/recording/recording.ts';
import { ALL_TARGETS, APPLICATION } from './live-world.ts';
import { COMPILED } from '../support/process/compiled.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const simulators: Simulator[] = [];
const folder = mkdtempSync(join(tmpdir(), 'live-main-'));
afterAll(async () => {
  await Promise.all(simulators.map((each) => each.close()));
  rmSync(folder, { recursive: true, force: true });
});

async function openSimulator() {
  const simulator = await startSimulator({ tem: { applications: [APPLICATION] } });
  simulators.push(simulator);
  return simulator;
}

async function live(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['live/main.ts', ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: COMPILED, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  return { stdout, stderr, exitCode };
}

const KEYS = {
  TENCENTCLOUD_SECRET_ID: DEMO_CREDENTIALS.secretId,
  TENCENTCLOUD_SECRET_KEY: DEMO_CREDENTIALS.secretKey,
};

/** Runs the checks that change nothing, and records them. */
async function liveRecorded() {
  const simulator = await openSimulator();
  const hosts = ['--endpoint', simulator.url, '--cos-endpoint', simulator.cosEndpoint];
  const record = ['--record', join(folder, 'recording')];
  const checks = ['--check', 'reads', '--check', 'dry-run'];
  return live([...hosts, ...ALL_TARGETS, '--json', ...record, ...checks], KEYS);
}

describe('npm run live', () => {
  let recorded: ReturnType<typeof live>;
  // It waits for some seconds, in which the other tests run.
  beforeAll(() => {
    recorded = liveRecorded();
    // The test that awaits it reports a failure.
    recorded.catch(() => undefined);
  });
  afterAll(() => recorded);

  it('changes nothing without a terminal to ask in', async () => {
    const simulator = await openSimulator();
    const args = ['--endpoint', simulator.url, ...ALL_TARGETS, '--change', '--check', 'beta'];
    await live(args, KEYS);
    expect(simulator.tem.application(APPLICATION.applicationId).rollouts).toHaveLength(0);
  });

  it('judges a recording without calling anything', async () => {
    // It has neither keys nor an endpoint.
    const { exitCode, stdout } = await live([
      '--recording',
      join(RECORDINGS, 'failed-rollout-2024-12-20'),
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('tem-');
  });

  it('ends with 2 without keys', async () => {
    expect(await live([])).toMatchObject({ exitCode: 2, stdout: '' });
  });

  it('runs the built action, prints findings and records', async () => {
    const { exitCode, stderr, stdout } = await recorded;
    const { findings, problems } = JSON.parse(stdout) as Record<string, { holds?: boolean }[]>;
    expect([exitCode, problems]).toEqual([0, []]);
    expect(findings?.filter(({ holds }) => holds).length).toBeGreaterThan(10);
    expect(existsSync(join(folder, 'recording/reads.json'))).toBe(true);
    const secrets = [DEMO_CREDENTIALS.secretKey, SECRET_MARK, '::add-mask::'];
    expect(secrets.filter((secret) => (stdout + stderr).includes(secret))).toEqual([]);
  });
});

describe('options', () => {
  it('need both IDs of an application', () => {
    expect(() => parseOptions(['--application-id', 'app-1'], {})).toThrow('belong together');
  });

  it('ask the international site only if the main one is the real one', () => {
    expect(parseOptions([], {})?.intlEndpoint).not.toBe('');
    expect(parseOptions(['--endpoint', 'http://127.0.0.1:1'], {})?.intlEndpoint).toBe('');
  });

  it('show the help', () => {
    expect(parseOptions(['--help'], {})).toBeUndefined();
  });
});
