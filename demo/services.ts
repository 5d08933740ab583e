import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_CAR_APPLICATION, DEMO_FUNCTION, DEMO_TASK } from '../simulator/index.ts';
import type { World } from '../__tests__/scenarios/world.ts';
import type { Section } from '../__tests__/render/page.ts';
import type { Shown } from './scenes.ts';
import type { Inputs } from './step.ts';
import { step } from './step.ts';
import { check, title } from './terminal.ts';

const CAR = 'CAR: create, upload and publish a version of a game';
const SCF = 'SCF: download and verify the code of a function';
const DLC = 'DLC: download the result of a query';

/** The result of a service's scene: its summary and its checks. */
interface Finding {
  readonly section: Section;
  readonly what: string;
  readonly isTrue: boolean;
}

/** Shows a CAR version, the code of a function, and the result of a query. */
export async function showServices(world: World): Promise<Shown> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'demo-')));
  try {
    const job = { world, folder };
    const findings = [await showCar(job), await showScf(job), await showDlc(job)];
    return {
      sections: findings.map(({ section }) => section),
      isRight: findings.map(({ what, isTrue }) => check(what, isTrue)).every(Boolean),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Job {
  readonly world: World;
  readonly folder: string;
}

/** Runs a step without the inputs of the TEM application, with the simulator's COS. */
function run({ world, folder }: Job, inputs: Inputs) {
  const hidden = {
    'application-id': '',
    'environment-id': '',
    'cos-endpoint': world.simulator.cosEndpoint,
  };
  return step(world, inputs, { hidden, env: { GITHUB_WORKSPACE: folder } });
}

async function showCar(job: Job): Promise<Finding> {
  const { applicationId } = DEMO_CAR_APPLICATION;
  title(CAR);
  await writeFile(join(job.folder, 'game.zip'), 'x'.repeat(2_000_000));
  const { exitCode, outputs, summary } = await run(job, {
    operation: 'car-create-version',
    'application-id': applicationId,
    'package-file': 'game.zip',
    'set-online': 'true',
  });
  const inUse = job.world.simulator.car
    .application(applicationId)
    .versions.find(({ status }) => status === 'Inuse');
  const isPublished = inUse?.applicationVersionId === outputs['application-version-id'];
  return {
    section: { title: CAR, markdown: summary },
    what: 'CAR uses the new version',
    isTrue: exitCode === 0 && isPublished,
  };
}

async function showScf(job: Job): Promise<Finding> {
  const { functionName } = DEMO_FUNCTION;
  title(SCF);
  const { exitCode, outputs, summary } = await run(job, {
    operation: 'scf-code-url',
    region: 'ap-guangzhou',
    'function-name': functionName,
    'download-path': 'backup/',
  });
  const code = exitCode === 0 ? readFileSync(outputs['download-path'] ?? '') : '';
  const { sha256 } = job.world.simulator.scf.function(functionName).code();
  const isSame = createHash('sha256').update(code).digest('hex') === sha256;
  return {
    section: { title: SCF, markdown: summary },
    what: "The downloaded code has the hash of SCF's package",
    isTrue: isSame,
  };
}

async function showDlc(job: Job): Promise<Finding> {
  title(DLC);
  const { exitCode, outputs, summary } = await run(job, {
    operation: 'dlc-result-download',
    region: 'ap-guangzhou',
    'task-id': DEMO_TASK.taskId,
    'download-path': 'result.csv',
  });
  const rows = exitCode === 0 ? readFileSync(outputs['download-path'] ?? '', 'utf8') : '';
  return {
    section: { title: DLC, markdown: summary },
    what: `The result was downloaded: ${rows.split('\n')[1] ?? ''} …`,
    isTrue: rows.includes('Shenzhen,1210'),
  };
}
