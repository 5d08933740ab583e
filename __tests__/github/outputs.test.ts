import { describe, expect, it } from '@jest/globals';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createLog } from '../../src/github/log.ts';
import { setOutputs } from '../../src/github/outputs.ts';
import { recordingCore } from '../operations/recorder.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();

/** Sets outputs through `setOutput`; gives the annotations. */
function set(
  outputs: Parameters<typeof setOutputs>[2],
  setOutput: (name: string, value: string) => void,
) {
  const { core, recorded } = recordingCore();
  const env = { GITHUB_OUTPUT: folder('output') };
  setOutputs({ core: { setOutput }, env }, createLog(core), outputs);
  return recorded.annotations;
}

describe('outputs', () => {
  it('are set one by one', () => {
    const given: [string, unknown][] = [];
    const outputs = { status: 'failed', 'revision-id': 'revision-1', 'download-url': '' };
    expect(set(outputs, (name, value) => given.push([name, value]))).toEqual([]);
    expect(given).toEqual(Object.entries(outputs));
  });

  it('that do not fit on the disk leave no half of them, and are a warning with their values', () => {
    writeFileSync(folder('output'), '');
    const outputs = {
      status: 'failed',
      'revision-id': 'revision-1',
      'download-url': 'https://cos/?q-signature=1',
      result: '{"download-url":"https://cos/?q-signature=1"}',
    };
    const annotations = set(outputs, (name, value) => {
      const isHalf = name !== 'status';
      const text = `${name}<<EOF\n${value}\nEOF\n`;
      appendFileSync(folder('output'), isHalf ? text.slice(0, 9) : text);
      if (isHalf) throw Object.assign(new Error('write'), { code: 'ENOSPC' });
    });
    expect(readFileSync(folder('output'), 'utf8')).toBe('status<<EOF\nfailed\nEOF\n');
    expect(annotations).toMatchObject([{ kind: 'warning' }]);
    const [{ message } = { message: '' }] = annotations;
    expect(message).toContain('ENOSPC');
    expect(message).toContain('revision-id: revision-1');
    expect(message).not.toContain('q-signature');
  });

  it('that are long do not push the others out of what GitHub shows', () => {
    const many = JSON.stringify(Array.from({ length: 500 }, (_, at) => `shop-api-${at}`));
    const outputs = { instances: many, 'failed-instances': many, 'revision-id': 'revision-1' };
    const [{ message } = { message: '' }] = set(outputs, () => {
      throw Object.assign(new Error('write'), { code: 'ENOSPC' });
    });
    expect(message.length).toBeLessThanOrEqual(4_096);
    expect(message).toContain('revision-id: revision-1');
  });
});
