import { describe, expect, it } from '@jest/globals';
import { createProbing } from '../../src/transfer/probing.ts';

const [ONE, OTHER, THIRD] = [{ id: 1 }, { id: 2 }, { id: 3 }];

function open() {
  const givenUp = new AbortController();
  const probing = createProbing(givenUp.signal);
  const passed: object[] = [];
  const ask = (worker: object) => void probing.pass(worker).then(() => passed.push(worker));
  return { ...probing, ask, passed, givenUp };
}

const settle = () => new Promise(setImmediate);

describe('Workers on a line', () => {
  it('all go on after one cut, and after cuts with something in between', async () => {
    const { ask, onArrival, onCut, passed } = open();
    onCut(ONE);
    onArrival();
    onCut(OTHER);
    [ONE, OTHER].forEach(ask);
    await settle();
    expect(passed).toEqual([ONE, OTHER]);
  });

  it('that lets nothing through wait for one of them, until something gets through', async () => {
    const { ask, onArrival, onCut, passed } = open();
    [ONE, OTHER, THIRD].forEach(onCut);
    [ONE, OTHER, THIRD].forEach(ask);
    await settle();
    expect(passed).toEqual([OTHER]);
    onArrival();
    await settle();
    expect(passed).toEqual([OTHER, ONE, THIRD]);
  });

  it('do not wait for one that gives up', async () => {
    const { ask, givenUp, onCut, passed } = open();
    [ONE, OTHER].forEach(onCut);
    ask(ONE);
    givenUp.abort();
    ask(THIRD);
    await settle();
    expect(passed).toContain(ONE);
    expect(passed).toContain(THIRD);
  });
});
