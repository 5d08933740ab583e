import { runMain } from '../../src/run/main-step.ts';
import { runPost } from '../../src/run/post-step.ts';
import { createPost } from '../../src/tencent/http.ts';
import { NoArtifactServiceError } from '../../src/github/artifact.ts';
import { observeEnding } from '../operations/observe-endings.ts';
import { recordingCore } from '../operations/recorder.ts';
import type { VirtualClock } from '../support/virtual-clock.ts';
import { checkSecrets } from '../support/process/secrets.ts';
import type { FaultWorld } from './fault-world.ts';
import type { Inputs, Ran } from './scenario.ts';
import { virtualDispatcher } from './virtual-dispatcher.ts';
import { postDirectly } from '../support/direct-call.ts';
import { NO_PROBES } from '../support/no-probes.ts';

/**
 * Runs the step of a world in this process, on the world's own clock, and `post` after a cancel.
 * Calls of the API reach the simulator through connections where `isConnected`, else directly,
 * which costs less than half; requests to COS always have connections.
 */
export async function runInProcess(
  world: FaultWorld,
  clock: VirtualClock,
  isConnected: boolean,
): Promise<Ran> {
  const run = { world, clock, isConnected };
  const main = await runOnce(run, runMain);
  if (world.cancelAfter === undefined) return main;
  const cleanUp = { ...run, world: { ...world, cancelAfter: undefined } };
  const post = await runOnce(cleanUp, runPost, main.state);
  return {
    ...main,
    text: `${main.text}\n${post.text}`,
    caught: [...main.caught, ...post.caught],
    postExitCode: post.exitCode,
  };
}

interface Run {
  readonly world: FaultWorld;
  readonly clock: VirtualClock;
  readonly isConnected: boolean;
}

async function runOnce(
  { world, clock, isConnected }: Run,
  runStep: typeof runMain,
  saved: Inputs = {},
): Promise<Ran> {
  const { core, recorded } = recordingCore(saved);
  const dispatcher = virtualDispatcher(clock, world.simulator);
  const connected = createPost(dispatcher);
  const post = isConnected ? connected : postDirectly(world.simulator, connected);
  const unhandled = catchUnhandled();
  const cancel = new AbortController();
  const startedAt = clock.now();
  if (world.cancelAfter !== undefined) {
    clock.at(clock.seconds() + world.cancelAfter, () => {
      cancel.abort();
    });
  }
  try {
    let exitCode = NaN;
    const { code } = await observeEnding(async () => {
      exitCode = await runStep({
        env: { ...inputVariables(world.inputs), ...world.env },
        core: { ...core, getIDToken: (audience) => idToken(world.env, audience) },
        ...{ clock, dispatcher, post, random: () => 0.5 },
        cancelSignal: cancel.signal,
        ...NO_PROBES,
        openDeployments: () => Promise.reject(new Error('there is no GitHub here')),
        uploadArtifact: () => Promise.reject(new NoArtifactServiceError('there is none here')),
      });
    });
    const seconds = (clock.now() - startedAt) / 1000;
    const { annotations, debug, lines, outputs, state, summaries } = recorded;
    const notes = annotations.map(({ title, message }) => `${title}\n${message}`);
    const text = [...lines, ...notes, ...debug].join('\n');
    const summary = summaries.join('');
    const traces = { stdout: text, stderr: '', variables: {}, files: {}, outputs, state, summary };
    const secrets = caughtBy(() => {
      checkSecrets(traces, world.secrets());
    });
    const messagesOf = (kind: string) =>
      annotations.filter((note) => note.kind === kind).map(({ message }) => message);
    return {
      ...{ exitCode, code, outputs, state, summary, text, seconds },
      errors: messagesOf('error'),
      warnings: messagesOf('warning'),
      caught: [...unhandled.stop(), ...secrets],
    };
  } finally {
    unhandled.stop();
    await dispatcher.destroy();
  }
}

function inputVariables(inputs: Inputs): Inputs {
  const variables = Object.entries(inputs);
  return Object.fromEntries(
    variables.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  );
}

/** As @actions/core asks for it; that one reads the environment of the process. */
async function idToken(env: Inputs, audience = ''): Promise<string> {
  const url = `${env.ACTIONS_ID_TOKEN_REQUEST_URL ?? ''}&audience=${encodeURIComponent(audience)}`;
  const authorization = `Bearer ${env.ACTIONS_ID_TOKEN_REQUEST_TOKEN ?? ''}`;
  const answer = await fetch(url, { headers: { authorization } });
  return ((await answer.json()) as { value: string }).value;
}

/** What `act` throws, as a list of nothing or of one sentence. */
export function caughtBy(act: () => void): string[] {
  try {
    act();
    return [];
  } catch (error) {
    return [String(error)];
  }
}

function catchUnhandled() {
  const caught: string[] = [];
  const note = (error: unknown) => {
    caught.push(`unhandled: ${String(error)}`);
  };
  process.on('unhandledRejection', note);
  process.on('uncaughtException', note);
  return {
    stop: () => {
      process.off('unhandledRejection', note);
      process.off('uncaughtException', note);
      return caught;
    },
  };
}
