import { openWorld } from '../scenarios/world.ts';
import type { WorldOptions } from '../scenarios/world.ts';
import type { Made } from './case.ts';
import { HOSTILE } from './case.ts';

const BETA = {
  ...{ operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0', 'dry-run': 'true' },
  ...{ 'deploy-strategy': 'BETA', 'beta-batch-num': '1' },
  ...{ 'total-batch-count': '2', 'batch-interval': '60' },
};

/** Longer than a line of a phone, as a tag with a commit and a date is. */
const LONG_TAG = `release-2026-11-20-${'a1b2c3d4'.repeat(5)}-${'0'.repeat(60)}`;

/** Plans as comments on a pull request. */
export const COMMENTS: Record<string, () => Promise<Made>> = {
  'plan-comment': async () => ({
    ...(await planOf({}, BETA)),
    heading: /^📝 .*shop-api v2\.3\.9 → v2\.4\.0/,
    texts: ['6 of 6'],
    facts: [
      ['Change', 'v2.4.0 on 6 instances'],
      ['Strategy', 'BETA'],
      ['Application', 'app-shop0001'],
      ['Commit', 'run 7'],
    ],
    rows: [
      ['beta', '1'],
      ['batch 1/2', '3'],
      ['batch 2/2', '2'],
    ],
  }),
  'plan-comment-blocked': async () => ({
    ...(await planOf({}, { ...BETA, 'beta-batch-num': '9' })),
    heading: /^⛔ .*shop-api v2\.3\.9 → v2\.4\.0/,
    facts: [['Blocked by', '9']],
  }),
  'plan-comment-long': async () => ({
    ...(await planOf({}, { ...BETA, 'deploy-version': LONG_TAG })),
    texts: [LONG_TAG],
  }),
  'plan-comment-hostile': async () => {
    const { fence, image, link, mention, script, table } = HOSTILE;
    const application = {
      applicationName: `${script} ${link} ${mention}`,
      deployVersion: `${table} ${image} ${fence}`,
    };
    return { ...(await planOf({ application }, BETA)), texts: [script, link, table] };
  },
  'plan-comment-chinese': async () => ({
    ...(await planOf({}, { ...BETA, language: 'zh-CN' })),
    heading: /^📝 .*shop-api v2\.3\.9 → v2\.4\.0/,
    facts: [['应用', 'app-shop0001']],
  }),
};

async function planOf(
  options: WorldOptions,
  inputs: Record<string, string>,
): Promise<Pick<Made, 'summary' | 'place'>> {
  const world = await openWorld(options);
  const { outputs } = await world.run(inputs);
  return { place: 'comment', summary: outputs.plan ?? '' };
}
