import { describe, expect, it } from '@jest/globals';
import { SECRET_MARK } from '../../../simulator/index.ts';
import { deviations } from '../support/official-models.ts';
import { openWorld } from '../support/tem-world.ts';
import type { World } from '../support/tem-world.ts';

const VERDICTS = ['first release', 'deploying', 'waiting', 'finished', 'reverting'] as const;
type Moment = (typeof VERDICTS)[number];

function worldAt(moment: Moment): World {
  const world = openWorld({ instances: 5 });
  if (moment === 'first release') return world;
  world.application.startRollout({
    DeployVersion: 'v2',
    DeployStrategyType: 'BETA',
    BetaBatchNum: 2,
  });
  world.clock.advance(moment === 'deploying' ? 10 : 60);
  if (moment === 'finished') world.application.resume();
  if (moment === 'reverting') world.application.revert();
  world.clock.advance(moment === 'finished' ? 60 : 5);
  return world;
}

describe.each(VERDICTS)('the answers: %s', (moment) => {
  it.each([
    ['DescribeApplicationInfo', 'TemServiceVersionInfo'],
    ['DescribeApplicationPods', 'DescribeRunPodPage'],
    ['DescribeDeployApplicationDetail', 'TemDeployApplicationDetailInfo'],
  ])('%s is a %s to the letter', (action, model) => {
    expect(deviations(worldAt(moment).ask(action), model, 'Result')).toStrictEqual([]);
  });
});

describe('what the official examples show', () => {
  it('null where there is nothing', () => {
    const world = worldAt('first release');
    expect(world.detail()).toMatchObject({
      BetaBatchDetail: null,
      NextBatchStartTime: null,
      EndTime: '',
      ErrorMessage: '',
      OtherBatchDetail: [{ OldPodList: null, NewPodList: null }],
    });
    expect(world.pods().PodList[0]).toMatchObject({ Unhealthy: null, UnhealthyWarningMsg: '' });
    expect(world.info()).toMatchObject({ EsInfo: null, DeployStrategyConf: null });
  });

  it('times in UTC+8, but for StartTime', () => {
    const world = openWorld();
    world.application.startRollout({ DeployVersion: 'v2' });
    world.clock.advance(5);
    const ours = expect.objectContaining({
      CreateTime: '2026-01-02 11:00:00',
      StartTime: '2026-01-02T03:00:00Z',
    });
    expect(world.pods().PodList).toContainEqual(ours);
    expect(world.detail().StartTime).toBe('2026-01-02 11:00:00');
  });

  it('secrets that must not be printed, all with the mark', () => {
    const world = worldAt('deploying');
    const text = JSON.stringify([world.info(), world.detail(), world.pods()]);
    const shells = text.match(/"Webshell":"[^"]*"/g) ?? [];
    expect(shells.length).toBeGreaterThan(10);
    expect(shells.every((shell) => shell.includes(SECRET_MARK))).toBe(true);
    expect(JSON.stringify(world.info())).toContain(`${SECRET_MARK}-database-password`);
  });
});
