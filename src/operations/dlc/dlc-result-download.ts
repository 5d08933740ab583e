import type { Inputs } from '../../github/inputs/input-declarations.ts';
import { createOutcome, OperationError } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import { isOutcomeUnknown } from '../../tencent/retry.ts';
import type { Dlc } from '../../tencent/services/dlc-api.ts';
import { createDlc } from '../../tencent/services/dlc-api.ts';
import { joinParts } from '../../text/format.ts';
import { DOWNLOAD, wantsFile } from '../files/download-inputs.ts';
import { assertDownloadPath, saveDownload } from '../files/save-download.ts';
import type { OperationContext } from '../operation.ts';
import { defineOperation } from '../operation.ts';
import { checkDlcInputs } from './check-dlc-inputs.ts';
import { createResultSource, parseObjectPath } from './result-source.ts';
import { waitForResult } from './wait-for-result.ts';

/** Makes a query's result downloadable, waits, and downloads it where asked. */
export const dlcResultDownload = defineOperation({
  required: ['region'],
  optional: ['task-id', 'download-id', 'format', 'force', 'wait', 'poll-interval', ...DOWNLOAD],
  check: checkDlcInputs,
  preflight: assertDownloadPath,
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
  run: async (inputs, context) => {
    const { log, report, region } = context;
    const { taskId = '', format, cosEndpoint } = inputs;
    const dlc = createDlc(context.call);
    const subject = inputs.downloadId ? `download ${inputs.downloadId}` : `task ${taskId}`;
    report.target = joinParts(subject, format, region);
    log.stage('Target', report.target);
    const downloadId = inputs.downloadId ?? (await startDownload(context, dlc, inputs));
    setOutput(report, 'download-id', downloadId);
    if (!inputs.wait) return createStartedOutcome(downloadId);

    const result = await waitForResult(context, dlc, { ...inputs, downloadId });
    setOutput(report, 'download-uri', result.path);
    const object = parseObjectPath(result.path);
    if (wantsFile(inputs)) {
      const source = createResultSource(context, dlc, { downloadId, result, object, cosEndpoint });
      await saveDownload(context, { source, name: object.key, expectedSha256: '' }, inputs);
    }
    return createOutcome('succeeded', `the result ${downloadId} can be downloaded`);
  },
});

function createStartedOutcome(downloadId: string) {
  const next = {
    sentence: 'Wait for the file and fetch it: run dlc-result-download',
    inputs: { operation: 'dlc-result-download', 'download-id': downloadId },
  };
  return createOutcome('started', `the download ${downloadId} is being made`, { next: [next] });
}

/** Starts to make the file; resolves to the DownloadId. */
async function startDownload(
  { log, report }: OperationContext,
  dlc: Dlc,
  { taskId = '', format, force }: Inputs<never, 'task-id' | 'format' | 'force'>,
): Promise<string> {
  try {
    const { value, requestId } = await dlc.createResultDownload({ taskId, format, force });
    setOutput(report, 'request-id', requestId);
    log.stage('Download', `${value} is being made`);
    return value;
  } catch (error) {
    if (!isOutcomeUnknown(error)) throw error;
    const sentence =
      'Run the job again: a download without an ID cannot be found, and does no harm.';
    throw new OperationError('it is not known whether the download was started', {
      code: 'export-outcome-unknown',
      details: [{ label: 'Why', text: error.message }],
      next: [{ sentence }],
    });
  }
}
