import { afterEach, describe, expect, it } from '@jest/globals';
import { annotations, errorOf } from './expectations.ts';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

const UPDATE = { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0' };

/** What is wrong, the inputs that are, and the lines that the user reads. */
const WRONG: [string, Record<string, string>, string[]][] = [
  [
    'an operation is missing',
    { operation: '' },
    [
      '1 input needs a change:',
      '  operation is missing   add   operation: tem-rolling-update   (or tem-wait, tem-resume, tem-revert, tem-package-url, car-create-version, car-set-online, scf-code-url or dlc-result-download)',
    ],
  ],
  [
    'an operation is mistyped',
    { ...UPDATE, operation: 'tem-rolling-updat' },
    [
      '1 input needs a change:',
      '  operation is "tem-rolling-updat"   use   tem-rolling-update   (or tem-wait, tem-resume, tem-revert, tem-package-url, car-create-version, car-set-online, scf-code-url or dlc-result-download)',
    ],
  ],
  [
    'there are no credentials',
    { ...UPDATE, 'secret-id': '', 'secret-key': '' },
    [
      '2 inputs need a change:',
      '  secret-id is missing or empty    add   secret-id: ${{ secrets.TENCENTCLOUD_SECRET_ID }}   (or TENCENTCLOUD_SECRET_ID to env)',
      '  secret-key is missing or empty   add   secret-key: ${{ secrets.TENCENTCLOUD_SECRET_KEY }}   (or TENCENTCLOUD_SECRET_KEY to env)',
    ],
  ],
  [
    'one half of the credentials is missing',
    { ...UPDATE, 'secret-key': '' },
    [
      '1 input needs a change:',
      '  secret-key is missing or empty   add   secret-key: ${{ secrets.TENCENTCLOUD_SECRET_KEY }}   (one source gives the whole set)',
    ],
  ],
  [
    'a secret has a line break, and is not quoted',
    { ...UPDATE, 'secret-key': 'half\nOtherHalf' },
    [
      '1 input needs a change:',
      '  secret-key has a line break in it   use   the value alone, on one line and without blanks',
    ],
  ],
  [
    'everything that names the target is missing',
    { operation: 'tem-wait', 'application-id': '', 'environment-id': ' ', region: '' },
    [
      '3 inputs need a change:',
      '  region is missing           add   region: ap-guangzhou   (the region that the application runs in)',
      '  application-id is missing   add   application-id: app-…   (TEM console, Applications)',
      '  environment-id is missing   add   environment-id: en-…   (TEM console, Environments)',
    ],
  ],
  [
    'the version is missing',
    { operation: 'tem-rolling-update' },
    [
      '1 input needs a change:',
      '  deploy-version is missing   add   deploy-version: v1.2.3   (tag of the image, or version of the package)',
    ],
  ],
  [
    'the version is too long',
    { ...UPDATE, 'deploy-version': 'v'.repeat(129) },
    [
      '1 input needs a change:',
      '  deploy-version has 129 characters   use   at most 128 characters',
    ],
  ],
  [
    'an ID has a blank in it',
    { ...UPDATE, 'application-id': 'app shop' },
    [
      '1 input needs a change:',
      '  application-id has white space in it: "app shop"   use   one word without white space, typed anew',
    ],
  ],
  [
    'a strategy does not exist',
    { ...UPDATE, 'deploy-strategy': 'CANARY' },
    ['1 input needs a change:', '  deploy-strategy is "CANARY"   use   AUTO, BETA or MANUAL'],
  ],
  [
    'a number is none',
    { ...UPDATE, 'total-batch-count': 'two' },
    ['1 input needs a change:', '  total-batch-count is "two"   use   a whole number, 0 or more'],
  ],
  [
    'a number is negative',
    { ...UPDATE, 'min-available': '-1' },
    ['1 input needs a change:', '  min-available is "-1"   use   a whole number, 0 or more'],
  ],
  [
    'an interval is no time',
    { ...UPDATE, 'batch-interval': 'soon' },
    [
      '1 input needs a change:',
      '  batch-interval is "soon"   use   seconds or a duration: 60, 90s, 5m',
    ],
  ],
  [
    'a duration has no unit',
    { ...UPDATE, timeout: '30' },
    [
      '1 input needs a change:',
      '  timeout is "30"   use   a duration from 1s to 6h: 90s, 30m, 1h30m',
    ],
  ],
  [
    'a duration is too long',
    { ...UPDATE, timeout: '7h' },
    [
      '1 input needs a change:',
      '  timeout is "7h"   use   a duration from 1s to 6h: 90s, 30m, 1h30m',
    ],
  ],
  [
    'an interval between looks is no time',
    { ...UPDATE, 'poll-interval': 'often' },
    [
      '1 input needs a change:',
      '  poll-interval is "often"   use   auto or a duration from 1s to 1h: 10s, 1m',
    ],
  ],
  [
    'a flag is neither true nor false',
    { ...UPDATE, wait: 'yes' },
    ['1 input needs a change:', '  wait is "yes"   use   true or false'],
  ],
  [
    'a policy does not exist',
    { ...UPDATE, 'on-failure': 'rollback' },
    ['1 input needs a change:', '  on-failure is "rollback"   use   keep or revert'],
  ],
  [
    'an endpoint is the host of one service',
    { ...UPDATE, endpoint: 'tem.tencentcloudapi.com' },
    [
      '1 input needs a change:',
      '  endpoint is "tem.tencentcloudapi.com"   use   tencentcloudapi.com   (the service\'s name is put before it)',
    ],
  ],
  [
    'an endpoint would send secrets in the clear',
    { ...UPDATE, endpoint: 'http://gateway.example.com' },
    [
      '1 input needs a change:',
      '  endpoint is "http://gateway.example.com"   use   https   (plain http is for localhost, 127.0.0.1 and [::1] alone)',
    ],
  ],
  [
    'BETA has no first batch',
    { ...UPDATE, 'deploy-strategy': 'BETA' },
    [
      '1 input needs a change:',
      '  beta-batch-num is missing: BETA begins with a small batch   add   beta-batch-num: 1',
    ],
  ],
  [
    'a first batch has no BETA',
    { ...UPDATE, 'deploy-strategy': 'AUTO', 'beta-batch-num': '1' },
    [
      '1 input needs a change:',
      '  beta-batch-num needs the beta strategy, and deploy-strategy is AUTO   add   deploy-strategy: BETA   (or leave beta-batch-num out)',
    ],
  ],
  [
    'an input is under a name almost right',
    { operation: 'tem-rolling-update', 'deploy-verson': 'v2.4.0' },
    [
      '1 input needs a change:',
      '  deploy-version is missing   use   deploy-version instead of deploy-verson',
    ],
  ],
  [
    'the package that is asked for has no name',
    { operation: 'tem-package-url', 'deploy-version': '2.4.0' },
    [
      '1 input needs a change:',
      '  package-name is missing   add   package-name: shop.jar   (TEM console, Applications, Versions)',
    ],
  ],
  [
    'much is wrong at once',
    {
      operation: 'tem-rolling-update',
      'application-id': '',
      'deploy-version': 'v2.4.0',
      'deploy-strategy': 'CANARY',
      'batch-interval': 'soon',
      'if-deploying': 'queue',
    },
    [
      '4 inputs need a change:',
      '  application-id is missing     add   application-id: app-…   (TEM console, Applications)',
      '  deploy-strategy is "CANARY"   use   AUTO, BETA or MANUAL',
      '  batch-interval is "soon"      use   seconds or a duration: 60, 90s, 5m',
      '  if-deploying is "queue"       use   wait, fail or adopt',
    ],
  ],
];

describe('Wrong inputs are all told at once, before the first call', () => {
  it.each(WRONG)('where %s', async (_, inputs, lines) => {
    const world = await openWorld();
    const run = await world.run(inputs);
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toBe(['Wrong inputs', ...lines].join('\n'));
    expect(run.outputs.status).toBe('failed');
    expect(run.stderr).toBe('');
    expect(world.simulator.calls).toEqual([]);
    const shown = run.stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'));
    expect(shown.join('\n')).not.toContain('OtherHalf');
  });
});

describe('Inputs without effect', () => {
  it('are a warning that names them, and no more', async () => {
    const world = await openWorld();
    world.application.startRollout({ DeployVersion: 'v2.4.0' });
    world.time.pass(600);
    const run = await world.run({
      operation: 'tem-wait',
      'deploy-version': 'v2.4.0',
      'deploy-strategy': 'BETA',
    });
    expect(run.exitCode).toBe(0);
    expect(run.outputs.status).toBe('succeeded');
    expect(annotations(run, 'warning').map(({ message }) => message)).toEqual([
      'deploy-version has no effect on tem-wait (it is for tem-rolling-update and tem-package-url)',
      'deploy-strategy has no effect on tem-wait (it is for tem-rolling-update)',
    ]);
  });

  it('are no warning where they only say the default, or nothing', async () => {
    const world = await openWorld();
    world.application.startRollout({ DeployVersion: 'v2.4.0' });
    world.time.pass(600);
    const run = await world.run({
      operation: 'tem-wait',
      'deploy-version': ' ',
      force: 'false',
      'if-deploying': 'wait',
    });
    expect(run.exitCode).toBe(0);
    expect(annotations(run, 'warning')).toEqual([]);
  });

  it('are a warning where a name is almost right', async () => {
    const world = await openWorld();
    const run = await world.run({ ...UPDATE, 'batch-intervall': '60' });
    expect(run.exitCode).toBe(0);
    expect(annotations(run, 'warning').map(({ message }) => message)).toEqual([
      'batch-intervall is no input of this action: do you mean batch-interval?',
    ]);
  });

  it('leave no summary where summary is false', async () => {
    const world = await openWorld();
    const run = await world.run({ ...UPDATE, summary: 'false' });
    expect(run.exitCode).toBe(0);
    expect(run.summary).toBe('');
  });
});
