import { createDlc } from '../tencent/dlc.ts';
import { startDownload } from './dlc/start.ts';
import { parseObjectPath } from './dlc/path.ts';
import { waitForResult } from './dlc/result.ts';
import { resultSource } from './dlc/source.ts';
import { checkDlc } from './dlc/check.ts';
import { deliver } from './download/deliver.ts';
import { DOWNLOAD, wantsFile } from './download/inputs.ts';
import { operation } from './operation.ts';
import { outcome } from './outcome.ts';
import { note } from './report.ts';
import { join } from './words.ts';

/** Makes a query's result downloadable, waits, and downloads it where asked. */
export const dlcResultDownload = operation({
  needs: ['region'],
  takes: ['task-id', 'download-id', 'format', 'force', 'wait', 'poll-interval', ...DOWNLOAD],
  check: checkDlc,
  plan: ({ downloadId, taskId = '', format }) =>
    Promise.resolve({
      headline: `the result of ${downloadId ?? taskId} would be made downloadable`,
      would: [
        downloadId
          ? `wait for the download ${downloadId}`
          : `make a ${format} file of it, and wait`,
      ],
      blockers: [],
    }),
  run: async (inputs, step) => {
    const dlc = createDlc(step.call);
    const what = inputs.downloadId
      ? `download ${inputs.downloadId}`
      : `task ${inputs.taskId ?? ''}`;
    step.report.target = join(what, inputs.format, step.region);
    step.log.stage('Target', step.report.target);
    const downloadId = inputs.downloadId ?? (await startDownload(step, dlc, inputs));
    note(step.report, 'download-id', downloadId);
    if (!inputs.wait) return outcome('started', `the download ${downloadId} is being made`);

    const result = await waitForResult(step, dlc, { ...inputs, downloadId });
    note(step.report, 'download-uri', result.path);
    const object = parseObjectPath(result.path);
    if (wantsFile(inputs)) {
      const source = resultSource(step, dlc, { downloadId, result, object }, inputs.cosEndpoint);
      await deliver(step, { source, name: object.key, expectedSha256: '' }, inputs);
    }
    return outcome('succeeded', `the result ${downloadId} can be downloaded`);
  },
});
