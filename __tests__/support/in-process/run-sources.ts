import { EventEmitter } from 'node:events';
import { createCancelSignal } from '../../../src/github/cancellation.ts';
import { createDeploymentsClient } from '../../../src/github/deployments.ts';
import type { OpenDispatcher } from '../../../src/probe/connections.ts';
import { probeOnce } from '../../../src/probe/probe-once.ts';
import { startProber } from '../../../src/probe/prober.ts';
import { runMain } from '../../../src/run/main-step.ts';
import { runPost } from '../../../src/run/post-step.ts';
import type { Runtime } from '../../../src/run/runtime.ts';
import { createDispatcher, createPost, createProbeDispatcher } from '../../../src/tencent/http.ts';
import { readProxies } from '../../../src/tencent/proxy-env.ts';
import type { ServedApplication, Simulator } from '../../../simulator/index.ts';
import { HANGS_AFTER_MS } from '../process/run-action.ts';
import type { RunOptions } from '../process/run-action.ts';
import type { SharedTime } from '../process/shared-time.ts';
import { layOutStep } from '../process/step-files.ts';
import { readRun, stepVariables } from '../process/step-run.ts';
import type { ActionRun } from '../process/step-run.ts';
import { openDirectly } from './direct-probes.ts';
import { createRunClock } from './run-clock.ts';
import { postInside } from './post-inside.ts';
import { createToolkitCore } from './toolkit-core.ts';

/** As for a process, but for what only a process has. */
export interface SourcesOptions extends Omit<RunOptions, 'onStart' | 'program'> {
  time: SharedTime;
  /** Its API is called without connections. */
  simulator: Simulator;
  /** Probed without connections. */
  served?: ServedApplication;
}

/**
 * Runs the step as `runAction` does, but the sources in this process: for tests whose subject is not
 * the process. What the runtime gets is what process-runtime.ts gives it, apart from the clock, the
 * toolkit and the connections to the simulator's API.
 * Throws where a secret or a workflow command that is not ours got out, and where the run hangs.
 */
export async function runSources(options: SourcesOptions): Promise<ActionRun> {
  const { folder = '', hangsAfterMs = HANGS_AFTER_MS, signals = [], state, time } = options;
  const { isHeld = () => false, served } = options;
  if (signals.some(({ signal }) => signal === 'SIGKILL')) {
    throw new Error('Only a process can be killed.');
  }
  const step = layOutStep();
  const env = stepVariables(step, options);
  const clock = createRunClock(
    time,
    { isHeld },
    Number(env.CLOCK_STALLED_AFTER ?? NaN) || undefined,
  );
  const printed: string[] = [];
  const runner = new EventEmitter();
  const cancelSignal = createCancelSignal(runner);
  for (const { after, signal } of signals) {
    time.after(after, () => runner.emit(signal, signal));
  }
  const { proxies } = readProxies(env);
  const dispatcher = createDispatcher(proxies);
  const guard = { timer: undefined as NodeJS.Timeout | undefined };
  const hangs = new Promise<never>((_, reject) => {
    guard.timer = setTimeout(() => {
      reject(new Error(`The run hangs:\n${printed.join('')}`));
    }, hangsAfterMs);
  });
  const run = state ? runPost : runMain;
  const open: OpenDispatcher = (settings) => createProbeDispatcher(proxies, settings);
  const openDispatcher = served ? openDirectly(served, clock, open) : open;
  const probes = { clock, openDispatcher };
  const runtime: Runtime = {
    ...{ clock, dispatcher, env, cancelSignal, random: Math.random },
    core: createToolkitCore(env, (text) => printed.push(text)),
    operation: folder === '' ? undefined : folder.replace('/', '-'),
    post: postInside(options.simulator, createPost(dispatcher), clock),
    startProber: (settings) => Promise.resolve(startProber({ ...settings, ...probes })),
    probeOnce: (url, settings) => probeOnce(url, { ...settings, ...probes }),
    uploadArtifact: () => Promise.reject(new Error('Only a process uploads artifacts.')),
    openDeployments: createDeploymentsClient(() => import('@actions/github'), {
      baseUrl: env.GITHUB_API_URL ?? '',
      dispatcher,
      timeout: (ms) => clock.timeout(ms),
    }),
  };
  try {
    const exitCode = await Promise.race([run(runtime), hangs]);
    const stdout = printed.join('');
    return readRun(step, options, { exitCode, signal: null, stdout, stderr: '' });
  } finally {
    clearTimeout(guard.timer);
    clock.leave();
    await dispatcher.destroy();
    step.remove();
  }
}
