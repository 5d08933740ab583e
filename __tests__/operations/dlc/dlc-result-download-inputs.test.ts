import { describe, expect, it } from '@jest/globals';
import { checkDlcInputs } from '../../../src/operations/dlc/dlc-result-download.ts';

const task = { taskId: 't' };
const download = { downloadId: 'd' };

describe('the inputs of dlc-result-download', () => {
  it.each([
    { ...task, force: true },
    { ...task, wait: false },
    { ...task, wait: true, downloadPath: 'a.csv' },
    { ...download, wait: true, force: false },
    { ...download, downloadPath: 'a.csv' },
  ])('%j are right', (inputs) => {
    expect(checkDlcInputs(inputs)).toEqual([]);
  });

  it.each([
    [{}, ['task-id']],
    [{ force: true, wait: false }, ['task-id']],
    [{ ...task, ...download }, ['download-id']],
    [{ ...task, ...download, force: true, wait: false }, ['download-id']],
    [{ ...download, force: true }, ['force']],
    [{ ...download, wait: false }, ['wait']],
    [{ ...task, wait: false, downloadPath: 'a.csv' }, ['wait']],
    [{ ...task, wait: false, artifactName: 'rows' }, ['wait']],
  ])('%j are wrong in %j', (inputs, wrong) => {
    expect(checkDlcInputs(inputs).map(({ input }) => input)).toEqual(wrong);
  });
});
