import type { Inputs } from '../../github/inputs/input-declarations.ts';
import { OperationError, createOutcome } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import { createTem } from '../../tencent/services/tem-api.ts';
import { DOWNLOAD, wantsFile } from '../files/download-inputs.ts';
import { createPresignedSource, publishDownloadUrl } from '../files/presigned-url.ts';
import { assertDownloadPath, saveDownload } from '../files/save-download.ts';
import type { OperationContext } from '../operation.ts';
import { defineOperation } from '../operation.ts';

/** Gives a pre-signed URL of a package version; downloads it where asked. */
export const temPackageUrl = defineOperation({
  required: ['application-id', 'package-name', 'deploy-version', 'region'],
  optional: ['source-channel', ...DOWNLOAD],
  preflight: assertDownloadPath,
  plan: ({ packageName, deployVersion }) =>
    Promise.resolve({
      headline: `${packageName} ${deployVersion} would get a download URL`,
      would: [
        'ask TEM for a pre-signed URL: no read tells beforehand whether the package is there',
      ],
      blockers: [],
    }),
  run: async (inputs, context) => {
    const { packageName, deployVersion } = inputs;
    setOutput(context.report, 'package-name', packageName);
    const requestUrl = () => publishPackageUrl(context, inputs);
    const url = await requestUrl();
    if (wantsFile(inputs)) {
      const source = createPresignedSource(context, url, requestUrl);
      await saveDownload(context, { source, name: packageName, expectedSha256: '' }, inputs);
    }
    return createOutcome(
      'succeeded',
      `${packageName} ${deployVersion} can be downloaded: see output download-url`,
    );
  },
});

type PackageUrlInputs = Inputs<
  'application-id' | 'package-name' | 'deploy-version',
  'source-channel' | 'mask-download-url'
>;

/** Requests the package's URL and sets its outputs; gives it, over https. */
async function publishPackageUrl(
  context: OperationContext,
  inputs: PackageUrlInputs,
): Promise<string> {
  const tem = createTem(context.call);
  const { value, requestId } = await tem.generateApplicationPackageDownloadUrl(inputs);
  setOutput(context.report, 'request-id', requestId);
  if (value) return publishDownloadUrl(context, value, inputs.maskDownloadUrl);
  throw new OperationError('TEM gave no download URL', {
    code: 'package-url-missing',
    next: [{ sentence: 'Check package-name and deploy-version: the package may not be there.' }],
  });
}
