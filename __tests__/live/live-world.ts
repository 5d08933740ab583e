import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent } from 'undici';
import type { Clock } from '../../src/clock.ts';
import { createServerClock } from '../../src/tencent/auth-recovery.ts';
import { createCosClient } from '../../src/tencent/cos/cos-client.ts';
import type { CosOptions } from '../../src/tencent/cos/cos-request.ts';
import type { Credentials } from '../../src/tencent/credentials/credential-provider.ts';
import { createPost } from '../../src/tencent/http.ts';
import { APP_ID, DEMO_CREDENTIALS, startSimulator } from '../../simulator/index.ts';
import type { Simulator, SimulatorOptions } from '../../simulator/index.ts';
import type { Evidence } from '../../live/evidence.ts';
import { listParts } from '../../live/list-parts.ts';
import { openLive } from '../../live/live.ts';
import type { LiveTools } from '../../live/live.ts';
import { parseOptions } from '../../live/options.ts';
import { runChecks } from '../../live/run-checks.ts';
import { postDirectly } from '../support/direct-call.ts';
import { runSources } from '../support/in-process/run-sources.ts';
import { sharedTime } from '../support/process/shared-time.ts';
import type { SharedTime } from '../support/process/shared-time.ts';

export const APPLICATION = {
  applicationId: 'app-shop0001',
  environmentId: 'en-prod0001',
  region: 'ap-guangzhou',
  deployMode: 'JAR',
  deployVersion: '20260101000000',
  instances: 6,
} as const;

export const ALL_TARGETS = [
  ...['--application-id', APPLICATION.applicationId],
  ...['--environment-id', APPLICATION.environmentId],
  ...['--function-name', 'thumbnails'],
  ...['--task-id', '20aadca2d4b511ef9ffa525400ba9019'],
  ...['--car-application-id', 'app-game0001'],
];

/** What only some accounts have. */
export const MORE_TARGETS = [
  ...['--new-application-id', 'app-new00001'],
  ...['--image-function-name', 'in-an-image'],
  ...['--chained-role-arn', 'qcs::cam::uin/100000000001:roleName/next'],
  ...['--broken-version', 'v-broken', '--broken-package', 'shop-broken.jar'],
];

export interface LiveRunOptions {
  readonly args?: readonly string[];
  readonly simulator?: Partial<SimulatorOptions>;
  /** What lies between the checks and the simulator. */
  readonly post?: (post: LiveTools['post']) => LiveTools['post'];
  readonly confirm?: LiveTools['confirm'];
  readonly fetchUrl?: LiveTools['fetchUrl'];
  readonly areKeysNew?: boolean;
  /** The path of the endpoint, as of a gateway. */
  readonly path?: string;
  /** Of the steps, instead of the checks' own: a rollout that takes an hour needs fewer reads. */
  readonly pollInterval?: string;
  /** Called before the checks start. */
  readonly prepare?: (simulator: Simulator, time: SharedTime) => void;
}

export interface LiveRun {
  readonly evidence: Evidence;
  readonly refused: readonly string[];
  readonly simulator: Simulator;
  readonly questions: readonly string[];
}

/** Runs the checks against a simulator, on a time that the steps share and that nobody waits for. */
export async function runLive(options: LiveRunOptions = {}): Promise<LiveRun> {
  const time = sharedTime();
  const simulator = await startSimulator({
    clock: time,
    tem: { applications: [APPLICATION] },
    ...options.simulator,
  });
  const folder = mkdtempSync(join(tmpdir(), 'live-'));
  const files = { '--package-file': 'shop.jar', '--car-file': 'game.zip' };
  for (const file of Object.values(files)) writeFileSync(join(folder, file), 'x'.repeat(5_000));
  const parsed = parseOptions(
    [
      ...[
        '--endpoint',
        `${simulator.url}${options.path ?? ''}`,
        '--cos-endpoint',
        simulator.cosRegionalEndpoint,
      ],
      ...Object.entries(files).flat(),
      ...(options.args ?? ALL_TARGETS),
    ],
    {},
  );
  if (!parsed) throw new Error('These options only show the help.');
  const questions: string[] = [];
  const dispatcher = new Agent();
  const clock = clockOf(time);
  const post = postDirectly(simulator, createPost(dispatcher));
  const cosOptions = (credentials: Credentials): CosOptions => ({
    ...{ clock, dispatcher },
    endpoint: parsed.cosEndpoint,
    credentials: () => Promise.resolve(credentials),
    time: createServerClock(clock),
    random: () => 0.5,
    deadline: -Infinity,
    signal: new AbortController().signal,
  });
  try {
    const live = await openLive(parsed, {
      clock,
      credentials: DEMO_CREDENTIALS,
      post: options.post?.(post) ?? post,
      print: () => undefined,
      confirm: async (question) => {
        questions.push(question);
        return (await options.confirm?.(question)) ?? true;
      },
      runStep: async (given) => {
        const env = { GITHUB_WORKSPACE: folder };
        const poll = options.pollInterval ? { 'poll-interval': options.pollInterval } : {};
        const inputs = 'poll-interval' in given ? { ...given, ...poll } : given;
        const { exitCode, outputs } = await runSources({ inputs, time, simulator, env });
        return { exitCode, outputs };
      },
      fetchUrl: options.fetchUrl ?? fetchUrl,
      areKeysNew: options.areKeysNew ?? false,
      openCos: (credentials) => createCosClient(cosOptions(credentials)),
      listParts: (credentials, object, upload) =>
        listParts(cosOptions(credentials), object, upload),
    });
    const [application] = simulator.tem.applications;
    simulator.cos.put(`tem-${APPLICATION.region}-${APP_ID}`, application?.pkgName ?? '', 'JAR');
    options.prepare?.(simulator, time);
    const evidence = await runChecks(live);
    return { evidence, refused: live.gate.refused, simulator, questions };
  } finally {
    await dispatcher.close();
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The action's clock on a shared time, which passes at once. */
function clockOf(time: SharedTime): Clock {
  return {
    now: () => time.now(),
    sleep: (ms) => {
      time.pass(ms / 1000);
      return Promise.resolve();
    },
    timeout: (ms) => AbortSignal.timeout(ms),
  };
}

/** Downloads a URL. */
export async function fetchUrl(url: string) {
  const answer = await fetch(url);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { status: answer.status, bytes: bytes.length, sha256 };
}
