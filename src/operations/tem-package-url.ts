import type { TemPackage } from '../tencent/tem.ts';
import { createTem } from '../tencent/tem.ts';
import { deliver } from './download/deliver.ts';
import { DOWNLOAD, wantsFile } from './download/inputs.ts';
import { presignedSource } from './download/presigned-source.ts';
import { noteUrl } from './download/url.ts';
import type { Step } from './operation.ts';
import { operation } from './operation.ts';
import { Refusal, outcome } from './outcome.ts';
import { note } from './report.ts';

/** A pre-signed URL of a package version; downloads it where asked. */
export const temPackageUrl = operation({
  needs: ['application-id', 'package-name', 'deploy-version', 'region'],
  takes: ['source-channel', ...DOWNLOAD],
  plan: ({ packageName, deployVersion }) =>
    Promise.resolve({
      headline: `${packageName} ${deployVersion} would get a download URL`,
      would: [
        'ask TEM for a pre-signed URL: no read tells beforehand whether the package is there',
      ],
      blockers: [],
    }),
  run: async (inputs, step) => {
    note(step.report, 'package-name', inputs.packageName);
    const url = await notedUrl(step, inputs);
    if (wantsFile(inputs)) {
      const source = presignedSource(step, url, () => notedUrl(step, inputs));
      await deliver(step, { source, name: inputs.packageName, expectedSha256: '' }, inputs);
    }
    return outcome(
      'succeeded',
      `${inputs.packageName} ${inputs.deployVersion} can be downloaded: see output download-url`,
    );
  },
});

interface UrlInputs extends TemPackage {
  readonly maskDownloadUrl: boolean;
}

/** The package's address over https, noted for the outputs. */
async function notedUrl(step: Step, inputs: UrlInputs): Promise<string> {
  const tem = createTem(step.call);
  const { value, requestId } = await tem.generateApplicationPackageDownloadUrl(inputs);
  note(step.report, 'request-id', requestId);
  if (value) return noteUrl(step, value, inputs.maskDownloadUrl);
  throw new Refusal('TEM gave no download URL', {
    next: [{ sentence: 'Check package-name and deploy-version: the package may not be there.' }],
  });
}
