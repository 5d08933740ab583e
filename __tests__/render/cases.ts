import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_CAR_APPLICATION, DEMO_FUNCTION, DEMO_TASK } from '../../simulator/index.ts';
import type { World, WorldOptions } from '../scenarios/world.ts';
import { openWorld } from '../scenarios/world.ts';

/** A summary that the built action wrote, and what a reader must see in it. */
export interface Case {
  name: string;
  summary: string;
  /** The whole heading, in the reader's words. */
  heading: RegExp;
  /** Texts that stand on the page as they are. */
  texts: string[];
  /** Rows that stand in some table, with these cells first. */
  rows: string[][];
  /** The sections of the gantt; none where there is no diagram. */
  sections: string[];
  /** Labels of bars that are drawn. */
  labels: string[];
}

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
type Expected = Omit<Case, 'name' | 'summary'>;

const NOTHING: Expected = { heading: /./, texts: [], rows: [], sections: [], labels: [] };

/** Signs that Markdown, HTML, Mermaid, GitHub or the runner would read as their own. */
export const HOSTILE = {
  script: '<script>alert(1)</script>',
  image: '<img src="https://evil.example/x.png" onerror="alert(2)">',
  table: '| a | b |',
  link: '[click](javascript:alert(3))',
  mermaid: 'x :crit, done\n section evil\n click a call alert()',
  fence: '```\n# out of the fence',
  mention: '@octocat #1 https://evil.example',
};

const CASES: Record<string, () => Promise<{ summary: string } & Partial<Expected>>> = {
  success: async () => ({
    summary: await summaryOf({}, { ...BETA, 'on-waiting': 'resume' }),
    heading: /^✅ shop-api is on v2\.4\.0/,
    texts: ['6 of 6 instances run v2.4.0', 'a1b2c3d by octocat, run 7'],
    rows: [
      ['beta', '1/1', '✅ healthy'],
      ['confirmation', '', 'confirmed'],
      ['batch 1/2', '3/3', '✅ healthy'],
      ['interval', ''],
      ['batch 2/2', '2/2', '✅ healthy'],
      ['Version', 'v2.3.9 → v2.4.0'],
    ],
    sections: ['beta', 'batch 1/2', 'batch 2/2'],
    labels: ['1 instance', 'confirmed', '3 instances', 'interval', '2 instances'],
  }),
  failure: async () => ({
    summary: await summaryOf({ behaviour: { crash: CRASH } }, TWO_BATCHES),
    heading: /^❌ shop-api: 3 new instances fail/,
    texts: [
      '3 new instances are not healthy',
      'operation: tem-revert',
      'region: ap-guangzhou',
      'on-failure: revert',
      'left as it is',
    ],
    rows: [
      ['batch 1/2', '0/3', '❌ failed'],
      ['batch 2/2', '0/3', 'not started'],
    ],
    sections: ['batch 1/2'],
    labels: ['3 instances'],
  }),
  waiting: async () => ({
    summary: await summaryOf({}, BETA),
    heading: /^⏸️ shop-api is paused for confirmation/,
    texts: ['1 of 6 instances runs v2.4.0, 5 run v2.3.9', 'operation: tem-resume'],
    rows: [['confirmation', '', '⏸️ waits for it']],
    sections: ['beta'],
    labels: ['1 instance', 'waits for confirmation'],
  }),
  timeout: async () => ({
    summary: await summaryOf(
      { behaviour: { neverReady: true } },
      { ...TWO_BATCHES, timeout: '5m' },
    ),
    heading: /^⌛ shop-api: no verdict within 5 min/,
    texts: ['operation: tem-wait', 'operation: tem-revert'],
    rows: [['batch 1/2', '0/3', 'deploying']],
    sections: ['batch 1/2'],
    labels: ['3 instances'],
  }),
  cancel: async () => ({
    summary: await summaryOf({}, { ...TWO_BATCHES, 'batch-interval': '60' }, 70),
    heading: /^🚫 shop-api: the job was cancelled/,
    texts: ['left as it is', 'operation: tem-wait'],
    rows: [['batch 1/2', '3/3', '✅ healthy']],
    sections: ['batch 1/2'],
    labels: ['3 instances'],
  }),
  reverted: async () => ({
    summary: await summaryOf(
      { behaviour: { crash: CRASH } },
      { ...TWO_BATCHES, 'on-failure': 'revert' },
    ),
    heading: /^❌ shop-api: back on v2\.3\.9/,
    texts: ['6 of 6 instances run v2.3.9', 'CrashLoopBackOff'],
    rows: [['batch 1/2', '0/3', '❌ failed']],
    sections: ['batch 1/2', 'revert'],
    labels: ['3 instances', 'rolled back'],
  }),
  refused: async () => ({
    summary: await summaryOf({}, { ...UPDATE, 'secret-key': 'notTheRightKeyAtAll0000000000000' }),
    heading: /^❌ TEM refused DescribeApplicationInfo/,
    texts: ['app-shop0001'],
    rows: [
      ['Fix', 'check secret-key (or TENCENTCLOUD_SECRET_KEY): it does not belong to the SecretId'],
    ],
  }),
  'wrong inputs': async () => ({
    summary: await summaryOf({}, { operation: 'tem-rolling-update', 'deploy-strategy': '<b>' }),
    heading: /^❌ 2 inputs need a change$/,
    texts: ['deploy-version is missing', 'deploy-strategy is "<b>"', 'use   AUTO, BETA or MANUAL'],
  }),
  plan: async () => ({
    summary: await summaryOf({}, { ...BETA, 'dry-run': 'true' }),
    heading: /^📝 .*plan.*nothing was changed/i,
    texts: ['shop-api', 'v2.3.9'],
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
      heading: /^❌ .*: 3 new instances fail/,
      texts: [script, link, table],
      rows: [['batch 1/2', '0/3', '❌ failed']],
      sections: ['batch 1/2'],
      labels: ['3 instances'],
    };
  },
  large: async () => ({
    summary: await summaryOf(
      {
        application: { instances: 5_000 },
        behaviour: { crash: { ...CRASH, detailStatus: 'Error' } },
      },
      TWO_BATCHES,
    ),
    heading: /^❌ shop-api: 2500 new instances fail/,
    texts: ['… and 2480 more that are not healthy'],
    rows: [['batch 1/2', '0/2500', '❌ failed']],
    sections: ['batch 1/2'],
    labels: ['2500 instances'],
  }),
  car: async () => ({
    summary: await serviceSummary({
      operation: 'car-create-version',
      'application-id': DEMO_CAR_APPLICATION.applicationId,
      'package-file': 'game.zip',
    }),
    heading: /^✅ ver-.* is ready to be published/,
    texts: ['operation: car-set-online'],
  }),
  scf: async () => ({
    summary: await serviceSummary({
      operation: 'scf-code-url',
      'function-name': DEMO_FUNCTION.functionName,
      'download-path': 'code.zip',
    }),
    heading: /^✅/,
    texts: ['SHA-256', 'code.zip'],
  }),
  dlc: async () => ({
    summary: await serviceSummary({
      operation: 'dlc-result-download',
      'task-id': DEMO_TASK.taskId,
      wait: 'false',
    }),
    heading: /^🚀/,
    texts: ['download-id: '],
  }),
};

export const NAMES = Object.keys(CASES);

/** Runs the built action against the simulator. */
export async function produce(name: string): Promise<Case> {
  const made = await CASES[name]?.();
  if (made === undefined) throw new Error(`There is no case ${name}.`);
  return { name, ...NOTHING, ...made };
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
