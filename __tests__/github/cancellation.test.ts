import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { createCancellation } from '../../src/github/cancellation.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const;

describe('a cancellation', () => {
  it.each(SIGNALS)('is an abort by %s, which it names', (name) => {
    const source = new EventEmitter();
    const { signal } = createCancellation(source);
    expect(signal.aborted).toBe(false);
    source.emit(name, name);
    expect(signal.aborted).toBe(true);
    expect(signal.reason).toMatchObject({
      name: 'AbortError',
      message: `The job was cancelled (${name})`,
    });
  });

  it.each([
    ['Windows', ['SIGINT', 'SIGBREAK']],
    ['other systems', ['SIGINT', 'SIGTERM']],
    ['Windows, late', ['SIGBREAK']],
    ['other systems, late', ['SIGTERM']],
  ] as const)('is what the runner sends on %s, once', (_, signals) => {
    const source = new EventEmitter();
    const { signal } = createCancellation(source);
    let aborts = 0;
    signal.addEventListener('abort', () => {
      aborts++;
    });
    for (const name of signals) expect(source.emit(name, name)).toBe(true);
    expect(aborts).toBe(1);
    expect(signal.reason).toMatchObject({ message: `The job was cancelled (${signals[0]})` });
  });

  it('takes further signals as the first', () => {
    const source = new EventEmitter();
    const { signal } = createCancellation(source);
    let aborts = 0;
    signal.addEventListener('abort', () => {
      aborts++;
    });
    for (const name of [...SIGNALS, ...SIGNALS]) source.emit(name, name);
    expect(aborts).toBe(1);
    expect(signal.reason).toHaveProperty('message', 'The job was cancelled (SIGINT)');
  });

  it('listens no more once it is disposed of', () => {
    const source = new EventEmitter();
    const { signal, dispose } = createCancellation(source);
    dispose();
    dispose();
    expect(SIGNALS.map((name) => source.listenerCount(name))).toEqual([0, 0, 0]);
    source.emit('SIGINT', 'SIGINT');
    expect(signal.aborted).toBe(false);
  });

  it('listens to the process', () => {
    const before = process.listenerCount('SIGTERM');
    const { dispose } = createCancellation(process);
    expect(process.listenerCount('SIGTERM')).toBe(before + 1);
    dispose();
    expect(process.listenerCount('SIGTERM')).toBe(before);
  });
});
