import { Agent } from 'undici';
import { NoArtifactServiceError } from '../../../src/github/artifact.ts';
import { runMain } from '../../../src/run/main-step.ts';
import { recordingCore } from '../../operations/recorder.ts';
import { EventClock } from '../event-clock.ts';
import { hideScenario } from '../opaque-part.ts';
import type { Explored, OpaquePart } from '../part.ts';
import { createRandom } from '../random.ts';
import { simplifyKnobs } from '../simplify-knobs.ts';
import { judgeOneCall } from './judge-one-call.ts';
import { ATTACHED, OneCallCloud } from './one-call-cloud.ts';
import type { OneCallScenario } from './one-call-scenario.ts';
import { drawOneCall, ONE_CALL_BASELINE } from './one-call-scenario.ts';
import { NO_PROBES } from '../../support/no-probes.ts';

export const DLC_SCF_PART: OpaquePart = hideScenario<OneCallScenario>({
  name: 'dlc-scf',
  baseline: ONE_CALL_BASELINE,
  generate: drawOneCall,
  run: explore,
  simplify: (scenario) => simplifyKnobs(ONE_CALL_BASELINE, scenario),
});

/** Nothing is downloaded here: nothing is ever sent through this. */
const NOWHERE = new Agent();

async function explore(scenario: OneCallScenario): Promise<Explored> {
  const clock = new EventClock();
  const random = createRandom(scenario.seed);
  const cloud = new OneCallCloud(clock, scenario, random.fork('cloud'));
  const { core, recorded } = recordingCore();
  const cancel = new AbortController();
  const { cancelAt } = scenario;
  if (cancelAt !== null) {
    clock.at(cancelAt, () => {
      cancel.abort();
    });
  }
  const startedAt = clock.now();
  const step = runMain({
    env: {
      TENCENTCLOUD_SECRET_ID: 'AKIDexplore',
      TENCENTCLOUD_SECRET_KEY: 'explore-secret-key',
      ...toVariables(scenario),
    },
    ...{ core, clock, post: cloud.connect(), dispatcher: NOWHERE },
    ...{ random: random.next, cancelSignal: cancel.signal },
    ...NO_PROBES,
    openDeployments: () => Promise.reject(new Error('there is no GitHub here')),
    uploadArtifact: () => Promise.reject(new NoArtifactServiceError('there is none here')),
  });
  const exitCode = await clock.run(step);
  const endedAt = clock.now();
  const { annotations, lines, outputs } = recorded;
  const notes = annotations.map(({ kind, title, message }) => `${kind}: ${title}: ${message}`);
  const said = [...lines, ...notes];
  const end = { exitCode, outputs, lines: said, endedAt, took: endedAt - startedAt };
  const log = [JSON.stringify(scenario), ...cloud.actions, ...said, JSON.stringify(outputs)];
  return { violations: judgeOneCall(scenario, cloud, end), log };
}

function toVariables(scenario: OneCallScenario): Record<string, string> {
  const { attaches, dryRun, operation, pollInterval, timeout, wait } = scenario;
  const inputs: Record<string, string> = {
    operation,
    region: 'ap-guangzhou',
    summary: 'false',
    timeout: `${timeout}s`,
    'dry-run': String(dryRun),
    'poll-interval': pollInterval > 0 ? `${pollInterval}s` : '',
    ...(operation === 'scf-code-url'
      ? { 'function-name': 'explored' }
      : {
          [attaches ? 'download-id' : 'task-id']: attaches ? ATTACHED : 'task',
          wait: String(wait),
        }),
  };
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  );
}
