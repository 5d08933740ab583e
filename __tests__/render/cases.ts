import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_CAR_APPLICATION, DEMO_FUNCTION, DEMO_TASK } from '../../simulator/index.ts';
import type { World, WorldOptions } from '../scenarios/world.ts';
import { openWorld } from '../scenarios/world.ts';
import type { Case, Made } from './case.ts';
import { HOSTILE, NOTHING } from './case.ts';
import { COMMENTS } from './comment-cases.ts';
import { published } from './published.ts';
import { VERIFICATIONS } from './verification-cases.ts';

const UPDATE = { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0' };
const BETA = {
  ...UPDATE,
  'deploy-strategy': 'BETA',
  'beta-batch-num': '1',
  'total-batch-count': '2',
  'batch-interval': '60',
};
const TWO_BATCHES = { ...UPDATE, 'deploy-strategy': 'AUTO', 'total-batch-count': '2' };
const CRASH = { status: 'CrashLoopBackOff' };

type Inputs = Record<string, string>;
const CASES: Record<string, () => Promise<Made>> = {
  ...COMMENTS,
  ...VERIFICATIONS,
  success: async () => ({
    summary: await summaryOf({}, { ...BETA, 'on-waiting': 'resume' }),
    heading: /^✅ .*shop-api.*v2\.4\.0/,
    texts: ['6 of 6'],
    facts: [
      ['Version', 'v2.3.9 → v2.4.0'],
      ['Application', 'app-shop0001'],
      ['Commit', 'a1b2c3d'],
      ['Console', 'console.cloud.tencent.com/tem'],
    ],
    rows: [
      ['beta', '1/1', '✅'],
      ['confirmation', '', '▶️'],
      ['batch 1/2', '3/3', '✅'],
      ['pause', ''],
      ['batch 2/2', '2/2', '✅'],
    ],
    sections: ['beta', 'batch 1/2', 'batch 2/2'],
    bars: '🟩🟦🟩🟦🟩',
  }),
  failure: async () => ({
    summary: await summaryOf({ behaviour: { crash: CRASH } }, TWO_BATCHES),
    heading: /^❌ .*shop-api/,
    texts: ['6 old', '3 new', 'on-failure: keep'],
    facts: [
      ['Fix', 'CrashLoopBackOff'],
      ['Strategy', 'AUTO'],
    ],
    rows: [
      ['shop-api-', 'CrashLoopBackOff'],
      ['batch 1/2', '0/3', '❌'],
      ['batch 2/2', '0/3'],
    ],
    steps: ['operation: tem-revert', 'region: ap-guangzhou', 'revision-id: '],
    sections: ['batch 1/2'],
    bars: '🟥',
  }),
  waiting: async () => ({
    summary: await summaryOf({}, BETA),
    heading: /^⏸️ .*shop-api/,
    texts: ['1 of 6', 'v2.3.9'],
    rows: [
      ['beta', '1/1', '✅'],
      ['confirmation', '', '⏸️'],
      ['batch 1/2', '0/3'],
    ],
    steps: ['operation: tem-resume', 'operation: tem-revert'],
    sections: ['beta'],
    bars: '🟩🟦',
  }),
  timeout: async () => ({
    summary: await summaryOf(
      { behaviour: { neverReady: true } },
      { ...TWO_BATCHES, timeout: '5m' },
    ),
    heading: /^⌛ .*shop-api/,
    texts: ['on-timeout: keep'],
    rows: [
      ['shop-api-', 'ContainerCreating'],
      ['batch 1/2', '0/3'],
    ],
    steps: ['operation: tem-wait', 'operation: tem-revert'],
    sections: ['batch 1/2'],
    bars: '🟨',
  }),
  cancel: async () => ({
    summary: await summaryOf({}, { ...TWO_BATCHES, 'batch-interval': '60' }, 70),
    heading: /^🚫 .*shop-api/,
    texts: ['on-cancel: keep'],
    rows: [['batch 1/2', '3/3', '✅']],
    steps: ['operation: tem-wait'],
    sections: ['batch 1/2'],
    bars: '🟩🟦',
  }),
  reverted: async () => ({
    summary: await summaryOf(
      { behaviour: { crash: CRASH } },
      { ...TWO_BATCHES, 'on-failure': 'revert' },
    ),
    heading: /^❌ .*v2\.3\.9/,
    texts: ['6 of 6', 'CrashLoopBackOff'],
    facts: [['Version', 'v2.3.9']],
    rows: [['batch 1/2', '0/3', '❌']],
    sections: ['batch 1/2', 'rollback'],
    bars: '🟥🟩',
  }),
  'rolled-back': async () => ({
    summary: await revertSummary(),
    heading: /^↩️ .*v2\.3\.9/,
    texts: ['6 of 6'],
    sections: ['rollback'],
    bars: '🟩',
  }),
  started: async () => ({
    summary: await summaryOf({}, { ...UPDATE, wait: 'false' }),
    heading: /^🚀 .*shop-api/,
    facts: [['Strategy', 'TEM']],
    steps: ['operation: tem-wait'],
  }),
  refused: async () => ({
    summary: await summaryOf({}, { ...UPDATE, 'secret-key': 'notTheRightKeyAtAll0000000000000' }),
    heading: /^❌ .*DescribeApplicationInfo.*AuthFailure/,
    facts: [
      ['Application', 'app-shop0001'],
      ['Fix', 'TENCENTCLOUD_SECRET_KEY'],
      ['RequestId', '-'],
    ],
  }),
  inputs: async () => ({
    summary: await summaryOf({}, { operation: 'tem-rolling-update', 'deploy-strategy': '<b>' }),
    heading: /^❌ .*2/,
    texts: ['deploy-version', '"<b>"', 'AUTO, BETA or MANUAL'],
  }),
  plan: async () => ({
    summary: await summaryOf({}, { ...BETA, 'dry-run': 'true' }),
    heading: /^📝 .*shop-api v2\.3\.9 → v2\.4\.0/,
    facts: [
      ['Identity', 'uin/'],
      ['Change', 'v2.4.0'],
    ],
  }),
  hostile: async () => {
    const { fence, image, link, mention, mermaid, script, table } = HOSTILE;
    const application = {
      applicationName: `${script} ${link} ${mention}`,
      deployVersion: `${table} ${image}`,
    };
    const crash = { status: `CrashLoopBackOff ${mermaid}`, detailStatus: `${fence} ${image}` };
    return {
      summary: await summaryOf({ application, behaviour: { crash } }, TWO_BATCHES),
      heading: /^❌ /,
      texts: [script, link, table],
      rows: [['batch 1/2', '0/3', '❌']],
      steps: ['operation: tem-revert'],
      sections: ['batch 1/2'],
      bars: '🟥',
    };
  },
  large: async () => ({
    summary: await summaryOf(
      {
        application: { instances: 5_000 },
        behaviour: { crash: { ...CRASH, detailStatus: 'Error' } },
      },
      // Each poll reads 75 pages of instances.
      { ...TWO_BATCHES, 'failure-grace': '30s' },
    ),
    heading: /^❌ .*2500/,
    texts: ['2480'],
    rows: [['batch 1/2', '0/2500', '❌']],
    steps: ['operation: tem-revert'],
    sections: ['batch 1/2'],
    bars: '🟥',
  }),
  chinese: async () => ({
    summary: await summaryOf(
      { behaviour: { crash: CRASH } },
      { ...BETA, 'on-failure': 'revert', language: 'zh-CN' },
    ),
    heading: /^❌ .*v2\.3\.9/,
    texts: ['CrashLoopBackOff'],
    sections: ['小批量验证', '回滚'],
    bars: '🟥🟩',
  }),
  car: async () => ({
    summary: await serviceSummary({
      operation: 'car-create-version',
      'application-id': DEMO_CAR_APPLICATION.applicationId,
      'package-file': 'game.zip',
    }),
    heading: /^✅ .*ver-/,
    steps: ['operation: car-set-online'],
  }),
  scf: async () => ({
    summary: await serviceSummary({
      operation: 'scf-code-url',
      'function-name': DEMO_FUNCTION.functionName,
      'download-path': 'code.zip',
    }),
    heading: /^✅/,
    facts: [
      ['SHA-256', ''],
      ['Download', 'code.zip'],
    ],
  }),
  dlc: async () => ({
    summary: await serviceSummary({
      operation: 'dlc-result-download',
      'task-id': DEMO_TASK.taskId,
      wait: 'false',
    }),
    heading: /^🚀/,
    steps: ['download-id: '],
  }),
};

export const NAMES = Object.keys(CASES);

/** Runs the built action against the simulator. */
export async function produce(name: string): Promise<Case> {
  const made = await CASES[name]?.();
  if (made === undefined) throw new Error(`There is no case ${name}.`);
  return { name, ...NOTHING, ...made, summary: published(made.summary) };
}

async function summaryOf(
  options: WorldOptions,
  inputs: Inputs,
  cancelAfter?: number,
): Promise<string> {
  const world = await openWorld(options);
  const signals =
    cancelAfter === undefined ? [] : [{ signal: 'SIGINT' as const, after: cancelAfter }];
  return (await world.run(inputs, { signals })).summary;
}

async function revertSummary(): Promise<string> {
  const world = await openWorld();
  await world.run(BETA);
  return (await world.run({ operation: 'tem-revert' })).summary;
}

async function serviceSummary(inputs: Inputs): Promise<string> {
  const world = await openWorld();
  return (await runService(world, inputs)).summary;
}

async function runService(world: World, inputs: Inputs) {
  const here = {
    'environment-id': '',
    'application-id': '',
    'cos-endpoint': world.simulator.cosEndpoint,
  };
  const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'render-')));
  try {
    writeFileSync(join(workspace, 'game.zip'), 'the game');
    return await world.run({ ...here, ...inputs }, { env: { GITHUB_WORKSPACE: workspace } });
  } finally {
    rmSync(workspace, { recursive: true });
  }
}
