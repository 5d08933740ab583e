import { createTem } from '../tencent/tem.ts';
import { urlSource } from '../transfer/url-source.ts';
import { deliver } from './download/deliver.ts';
import { DOWNLOAD, wantsFile } from './download/inputs.ts';
import { noteUrl } from './download/url.ts';
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
    const answer = await createTem(step.call).generateApplicationPackageDownloadUrl(inputs);
    note(step.report, 'request-id', answer.requestId);
    note(step.report, 'package-name', inputs.packageName);
    if (!answer.value) {
      throw new Refusal('TEM gave no download URL', {
        next: [
          { sentence: 'Check package-name and deploy-version: the package may not be there.' },
        ],
      });
    }
    const url = noteUrl(step, answer.value, inputs.maskDownloadUrl);
    if (wantsFile(inputs)) {
      const source = urlSource(url, step.wire);
      await deliver(step, { source, name: inputs.packageName, expectedSha256: '' }, inputs);
    }
    return outcome(
      'succeeded',
      `${inputs.packageName} ${inputs.deployVersion} can be downloaded: see output download-url`,
    );
  },
});
