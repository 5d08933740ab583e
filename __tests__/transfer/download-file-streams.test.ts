import { describe, expect, it } from '@jest/globals';
import { detachBuffer } from '../../src/transfer/download-file.ts';

describe('release', () => {
  it('empties a chunk that is alone in its memory', () => {
    const chunk = new Uint8Array(8);
    detachBuffer(chunk);
    expect(chunk).toHaveLength(0);
  });

  it('leaves a chunk that shares its memory as it is', () => {
    const chunk = new Uint8Array(new ArrayBuffer(8), 0, 4);
    detachBuffer(chunk);
    expect(chunk).toHaveLength(4);
  });

  it('leaves memory that cannot be given back', () => {
    const chunk = new Uint8Array(new SharedArrayBuffer(8));
    detachBuffer(chunk);
    expect(chunk).toHaveLength(8);
  });
});
