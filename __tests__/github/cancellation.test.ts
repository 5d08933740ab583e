import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { createCancelSignal } from '../../src/github/cancellation.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const;

describe('the cancel signal', () => {
  it.each(SIGNALS)('aborts at %s, which it names', (name) => {
    const source = new EventEmitter();
    const signal = createCancelSignal(source);
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
  ] as const)('aborts once at what the runner sends on %s', (_, signals) => {
    const source = new EventEmitter();
    const signal = createCancelSignal(source);
    let aborts = 0;
    signal.addEventListener('abort', () => {
      aborts++;
    });
    for (const name of signals) expect(source.emit(name, name)).toBe(true);
    expect(aborts).toBe(1);
    expect(signal.reason).toMatchObject({ message: `The job was cancelled (${signals[0]})` });
  });

  it('ignores further signals', () => {
    const source = new EventEmitter();
    const signal = createCancelSignal(source);
    let aborts = 0;
    signal.addEventListener('abort', () => {
      aborts++;
    });
    for (const name of [...SIGNALS, ...SIGNALS]) source.emit(name, name);
    expect(aborts).toBe(1);
    expect(signal.reason).toHaveProperty('message', 'The job was cancelled (SIGINT)');
  });
});
