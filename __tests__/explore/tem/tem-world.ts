import { answerAsApplication } from './application-answers.ts';
import { EventClock } from '../event-clock.ts';
import { createRandom } from '../random.ts';
import type { JobRun } from './explore-job.ts';
import { runJob } from './explore-job.ts';
import { GOOD } from './pod-fate.ts';
import { TemCloud } from './tem-cloud.ts';
import type { CallRecord } from './tem-gateway.ts';
import { TemGateway } from './tem-gateway.ts';
import type { OtherAction, TemScenario } from './tem-scenario.ts';
import { PLAIN_JOB } from './tem-scenario.ts';

/** Everything that happened in a scenario, as it was in truth. */
export interface TemHistory {
  readonly scenario: TemScenario;
  readonly cloud: TemCloud;
  readonly calls: readonly CallRecord[];
  readonly jobs: readonly JobRun[];
  /** The first job's start, in ms: what the scenario's seconds count from. */
  readonly startedAt: number;
}

/** Who acts where it is none of our jobs. */
export const SOMEBODY = 'somebody';

/** How long before the first job the world begins, in seconds: room for what others did before. */
const BEFORE_S = 900;

/** Lets the jobs of a scenario run against its cloud, and gives what happened. */
export async function runWorld(scenario: TemScenario): Promise<TemHistory> {
  const clock = new EventClock();
  const cloud = new TemCloud(clock, scenario, scenario.instances, scenario.isNew);
  const random = createRandom(scenario.dice);
  const startedAt = clock.now() + BEFORE_S * 1000;
  const gateway = new TemGateway(clock, cloud, scenario, random.fork('gateway'), startedAt);
  for (const action of scenario.others) {
    clock.at(BEFORE_S + Math.max(1 - BEFORE_S, action.at), () => {
      actAsSomebody(cloud, action);
    });
  }
  const start = async (name: string, after: number, spec: TemScenario['job']) => {
    await clock.sleep((BEFORE_S + after) * 1000);
    return runJob(name, spec, {
      clock,
      random: random.fork(name),
      connect: (phase) => gateway.connect(name, phase, name === 'job 1'),
      getRevision: () => cloud.state.current.id,
      answer: (url, text) => {
        const request = { now: clock.now(), random: random.fork(`${url} ${clock.now()}`), text };
        return answerAsApplication(cloud, scenario.service, request, url);
      },
    });
  };
  const { second } = scenario;
  const jobs = await clock.run(
    Promise.all([
      start('job 1', 0, scenario.job),
      ...(second ? [start('job 2', second.after, { ...PLAIN_JOB, ...second.job })] : []),
    ]),
  );
  return { scenario, cloud, calls: gateway.calls, jobs, startedAt };
}

function actAsSomebody(cloud: TemCloud, action: OtherAction): void {
  const { fate = GOOD, instances = 1, neverArrives = false } = action;
  const { strategy = 'AUTO', version = 'v3' } = action;
  switch (action.does) {
    case 'trigger':
      cloud.trigger(SOMEBODY, {
        ...{ version, strategy, fate, isForced: false },
        ...{ batches: 2, betaPods: 1, intervalSeconds: 10 },
      });
      return;
    case 'resume':
      cloud.resume(SOMEBODY);
      return;
    case 'revert':
      cloud.revert(SOMEBODY);
      return;
    case 'scale':
      cloud.scale(SOMEBODY, instances, !neverArrives);
      return;
    case 'restart':
      cloud.restart(SOMEBODY);
  }
}
