import { describe, expect, it } from '@jest/globals';
import { JUDGES, judgeAll } from '../../live/judge-all.ts';
import { runLive } from './live-world.ts';
import { ACCEPTS_ANY, TURNED_WORLDS } from './turned-worlds.ts';

describe('clouds in which assumptions do not hold', () => {
  it.each(Object.entries(TURNED_WORLDS))('%s', async (_, world) => {
    const { evidence } = await runLive(world);
    const wrong = judgeAll(evidence).filter(({ finding }) => finding?.holds === false);
    expect(wrong.map(({ assumption }) => assumption.id).sort()).toEqual([...world.wrong].sort());
  });

  it('cover every judge that can say no', () => {
    const turned = Object.values(TURNED_WORLDS).flatMap(({ wrong }) => wrong);
    expect([...turned, ...ACCEPTS_ANY].sort()).toEqual(Object.keys(JUDGES).sort());
  });
});
