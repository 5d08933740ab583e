import { operation } from './operation.ts';
import { Refusal, outcome } from './outcome.ts';
import { note } from './report.ts';
import { noteUrl } from './tem/package-url.ts';

/** A pre-signed URL of a package version. */
export const temPackageUrl = operation({
  needs: ['application-id', 'package-name', 'deploy-version', 'region'],
  takes: ['source-channel', 'mask-download-url'],
  run: async (inputs, step) => {
    const answer = await step.tem.generateApplicationPackageDownloadUrl(inputs);
    note(step.report, 'request-id', answer.requestId);
    note(step.report, 'package-name', inputs.packageName);
    if (!answer.value) {
      throw new Refusal('TEM gave no download URL', {
        next: [
          { sentence: 'Check package-name and deploy-version: the package may not be there.' },
        ],
      });
    }
    noteUrl(step, answer.value, inputs.maskDownloadUrl);
    return outcome(
      'succeeded',
      `${inputs.packageName} ${inputs.deployVersion} can be downloaded: see output download-url`,
    );
  },
});
