import { describe, expect, it } from '@jest/globals';
import {
  checkWait,
  publishDownloadUrl,
  wantsFile,
} from '../../../src/operations/files/save-download.ts';
import { createRunRecord } from '../../../src/report/run-record.ts';
import { message } from '../../../src/text/message.ts';

describe('a file', () => {
  it.each([
    [{}, false],
    [{ downloadPath: 'a.zip' }, true],
    [{ artifactName: 'code' }, true],
  ])('is wanted with %j: %s, and only by a step that waits', (inputs, isWanted) => {
    expect(wantsFile(inputs)).toBe(isWanted);
    const problem = message('files.save-input-no-wait');
    const issue = { input: 'wait', problem, fix: message('files.save-input-no-wait-fix') };
    expect(checkWait({ ...inputs, wait: false })).toEqual(isWanted ? [issue] : []);
    expect(checkWait({ ...inputs, wait: true })).toEqual([]);
    expect(checkWait(inputs)).toEqual([]);
  });
});

describe('a pre-signed URL', () => {
  const ADDRESS = 'https://bucket-1300000000.cos.ap-guangzhou.myqcloud.com/code.zip';
  const SIGNED = `${ADDRESS}?q-sign-time=1790000000;1790003600&q-signature=0123456789abcdef`;

  it('drops the expiry of an earlier URL if it has none', () => {
    const report = createRunRecord();
    const context = { report, mask: () => undefined };
    publishDownloadUrl(context, SIGNED, false);
    expect(report.outputs['download-url']).toBe(SIGNED);
    expect(Date.parse(report.outputs['download-url-expires-at'] ?? '')).toBe(1_790_003_600_000);
    publishDownloadUrl(context, `${ADDRESS}?token=1`, false);
    expect(report.outputs['download-url']).toBe(`${ADDRESS}?token=1`);
    expect(report.outputs).not.toHaveProperty('download-url-expires-at');
  });

  it.each([true, false])('is masked only where asked: %s', (isMasked) => {
    const masks: string[] = [];
    const context = { report: createRunRecord(), mask: (secret: string) => masks.push(secret) };
    publishDownloadUrl(context, SIGNED, isMasked);
    expect(masks.includes(SIGNED)).toBe(isMasked);
    expect(masks.includes('0123456789abcdef')).toBe(isMasked);
  });
});
