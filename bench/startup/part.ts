import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../scripts/bundle.mjs';
import { ACTION, actionStep } from '../action-step.ts';
import { startLoopback } from '../loopback.ts';
import type { Part, Size } from '../part.ts';
import { notePriority } from '../priority.ts';
import type { Measured } from '../process.ts';
import { interleaved, measure } from '../process.ts';
import { median } from '../statistics.ts';
import { rounded, table, verdict } from '../table.ts';
import { cypressInputs, downloadCypressAction } from './cypress-action.ts';
import { profileOf } from './profile.ts';
import type { Sizes } from './sizes.ts';
import { SIZE_TARGETS, sizesOf } from './sizes.ts';
import { unverifiedStep } from './without-verification.ts';

const OURS = 'this action';
const UNVERIFIED = 'this action, built without the verification';
const MINIMAL = '@actions/core and undici';
const OFFICIAL = '@actions/core and the official SDK';
const CORE = '@actions/core alone, no call';
const CYPRESS = '@cypress/github-action, one GET';
const NODE = 'Node alone';

type Runs = Record<string, Measured[]>;

/** Measures a step that makes one signed call and sets its outputs. */
export const startup: Part = {
  name: 'startup',
  run: async (size: Size) => {
    const server = await startLoopback();
    const folder = mkdtempSync(join(tmpdir(), 'bench-'));
    const inputs = {
      ...{ operation: 'tem-package-url', endpoint: server.url, region: 'ap-guangzhou' },
      ...{ 'application-id': 'app-bench', 'package-name': 'a.jar', 'deploy-version': 'v1' },
    };
    const steps = {
      [OURS]: actionStep(inputs),
      [UNVERIFIED]: unverifiedStep(inputs, join(folder, 'unverified')),
      [MINIMAL]: actionStep(inputs, bundled(folder, 'minimal')),
      [OFFICIAL]: actionStep(inputs, bundled(folder, 'official-sdk')),
      [CORE]: actionStep(inputs, bundled(folder, 'core-alone')),
      [CYPRESS]: actionStep(
        cypressInputs(server.url),
        downloadCypressAction(join(folder, 'cypress')),
      ),
      [NODE]: actionStep(inputs, EMPTY),
    };
    try {
      const programs = Object.entries(steps).map(
        ([name, { command }]) => [name, () => measure(command)] as const,
      );
      const runs = await interleaved(Object.fromEntries(programs), size === 'quick' ? 1 : 31);
      const profile = await profileOf(steps[OURS].command, size === 'quick' ? 1 : 9);
      return section(runs, profile);
    } finally {
      for (const step of Object.values(steps)) step.remove();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const EMPTY = fileURLToPath(new URL('programs/empty.mjs', import.meta.url));

/** Bundles and minifies a program in the same way as the action. */
function bundled(folder: string, name: string): string {
  bundle(join(folder, name), fileURLToPath(new URL(`programs/${name}.ts`, import.meta.url)));
  return join(folder, name, 'index.js');
}

function section(runs: Runs, profile: Awaited<ReturnType<typeof profileOf>>) {
  const sizes = sizesOf(ACTION);
  const [toMinimal, toOfficial] = [ratioTo(runs, MINIMAL), ratioTo(runs, OFFICIAL)];
  const toUnverified = ratioTo(runs, UNVERIFIED);
  return {
    title: 'Start-up: one signed call',
    text: [
      'Whole processes, from start to end, in milliseconds: read the inputs, sign one call to loopback, write the outputs. This action is `dist/index.js`, which also reads every input, logs and writes the summary; it verifies nothing, so it does not load the prober, and the second line shows what the code of the verification costs it. The programs of the lines after that are bundled in the same way. `@cypress/github-action` is the published `dist/` of a well-known action, told to do no more than wait for a URL.' +
        notePriority(),
      table(
        ['', 'median', 'least', 'ours to it'],
        Object.entries(runs).map(([name, measured]) => {
          const times = measured.map(({ milliseconds }) => milliseconds);
          return [name, median(times), Math.min(...times), `${rounded(ratioTo(runs, name))} ×`];
        }),
      ),
      table(
        ['', 'target', 'measured', ''],
        [
          [
            'to the minimal program',
            '≤ 1.45 ×',
            `${rounded(toMinimal)} ×`,
            verdict(toMinimal <= 1.45),
          ],
          ['to the official SDK', '< 1 ×', `${rounded(toOfficial)} ×`, verdict(toOfficial < 1)],
          [
            'to itself without the verification',
            '≤ 1.05 ×',
            `${rounded(toUnverified)} ×`,
            verdict(toUnverified <= 1.05),
          ],
          ...sizeRows(sizes),
        ],
      ),
      'Where the time of the action goes, by a sampling profile (medians; the profiler itself makes the process slower, so the shares count):',
      table(
        ['', 'ms', 'share'],
        profile.map(({ name, milliseconds, share }) => [
          name,
          milliseconds,
          `${rounded(share * 100)} %`,
        ]),
      ),
    ],
    plots: [],
    data: { runs, profile, sizes },
  };
}

function sizeRows(sizes: Sizes) {
  return (
    [
      ['`dist/` in all', 'all'],
      ['`index.js`', 'index'],
    ] as const
  ).map(([name, key]) => [
    name,
    `< ${SIZE_TARGETS[key]} MB`,
    `${rounded(sizes[key])} MB`,
    verdict(sizes[key] < SIZE_TARGETS[key]),
  ]);
}

function ratioTo(runs: Runs, other: string): number {
  const ours = runs[OURS] ?? [];
  return median(
    ours.map(({ milliseconds }, at) => milliseconds / (runs[other]?.[at]?.milliseconds ?? NaN)),
  );
}
