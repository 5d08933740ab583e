import { describe, expect, it } from '@jest/globals';
import { setOutputs } from '../../src/github/outputs.ts';

describe('outputs', () => {
  it('are set one by one', () => {
    const set: [string, unknown][] = [];
    const core = { setOutput: (name: string, value: unknown) => void set.push([name, value]) };
    setOutputs(core, { status: 'failed', 'revision-id': 'revision-1', 'download-url': '' });
    expect(set).toEqual([
      ['status', 'failed'],
      ['revision-id', 'revision-1'],
      ['download-url', ''],
    ]);
  });
});
