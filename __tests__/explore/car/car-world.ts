import { EventClock } from '../event-clock.ts';
import { createRandom } from '../random.ts';
import { CarCloud } from './car-cloud.ts';
import type { CallRecord } from './car-gateway.ts';
import { CarGateway } from './car-gateway.ts';
import type { CarJob } from './car-job.ts';
import { runCarJob } from './car-job.ts';
import type { CarScenario, JobSpec, OtherAct } from './car-scenario.ts';
import { UploadDispatcher } from './upload-dispatcher.ts';

/** Everything that happened in a scenario. */
export interface CarHistory {
  readonly scenario: CarScenario;
  readonly cloud: CarCloud;
  readonly calls: readonly CallRecord[];
  readonly jobs: readonly CarJob[];
}

/** How long somebody else takes to upload the file of a version, in ms. */
const OTHER_UPLOAD_MS = 20_000;

export async function runCarScenario(scenario: CarScenario): Promise<CarHistory> {
  const clock = new EventClock();
  const random = createRandom(scenario.seed);
  const cloud = new CarCloud(clock, scenario);
  const gateway = new CarGateway(clock, cloud, scenario, random.fork('gateway'));
  for (const act of scenario.others) {
    clock.at(act.at, () => {
      actAsOther(cloud, clock, act);
    });
  }
  const run = (name: string, spec: JobSpec) => {
    const store = (key: string) => {
      const id = key.split('/').find((segment) => segment.startsWith('ver-'));
      const target = id ?? cloud.awaiting(clock.now())?.id;
      if (target !== undefined) cloud.upload(name, target);
    };
    const dispatcher = new UploadDispatcher(clock, scenario.uploadSeconds * 1000, store);
    const world = { clock, dispatcher, random: random.fork(name), post: gateway.connect(name) };
    return runCarJob(name, spec, world);
  };
  const specs = scenario.second ? [scenario.job, scenario.second] : [scenario.job];
  const jobs = await clock.run(
    Promise.all(specs.map((spec, index) => run(`job${index + 1}`, spec))),
  );
  return { scenario, cloud, calls: gateway.calls, jobs };
}

function actAsOther(cloud: CarCloud, clock: EventClock, { act, fileName, pick }: OtherAct): void {
  if (act === 'create') {
    const made = cloud.create('other', fileName);
    if ('code' in made) return;
    clock.after(OTHER_UPLOAD_MS, () => {
      cloud.upload('other', made.id);
    });
    return;
  }
  const possible = act === 'publish' ? ['Normal', 'Usable'] : ['Normal', 'Usable', 'CreateFailed'];
  const choice = cloud.listAt(clock.now()).filter(({ status }) => possible.includes(status));
  const id = choice[pick % Math.max(1, choice.length)]?.version.id;
  if (id !== undefined) cloud[act]('other', id);
}
