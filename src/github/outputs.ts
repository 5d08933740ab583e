/** All outputs, in the order users read them, with their descriptions in action.yml. */
export const OUTPUTS = {
  status:
    'How it ended: succeeded, waiting, started, planned, reverted, failed, timed-out or cancelled; set on failure too',
  'revision-id': 'Revision that was started, followed, resumed or reverted',
  'previous-version': 'Version that ran before',
  'application-version-id': 'CAR: version that was created or published',
  'application-version-status': 'CAR: its status in the words of the cloud',
  'package-name': 'Name of the package that was deployed or asked for',
  'previous-package-name': 'Name of the package that ran before',
  'download-id': 'DLC: download that was started or attached to',
  'download-url': 'Pre-signed URL: who has it can download, so treat it as a secret',
  'download-sha256': 'SHA-256 of the download in hex; without a download what the cloud says',
  'download-path': 'Absolute path of the downloaded file',
  'download-uri': 'DLC: where the result is kept (cosn://…)',
  'artifact-id': 'ID of the workflow artifact',
  'github-deployment-id': 'ID of the GitHub Deployment, for a later job to continue it',
  'request-id': 'RequestId of the deciding call, to quote to support',
  'duration-seconds': 'How long the step took, in seconds',
  result: 'All of it as JSON, without secrets',
} as const;

export type OutputName = keyof typeof OUTPUTS;
export type Outputs = Partial<Record<OutputName, string>>;

/** Sets each output that has a value. */
export function setOutputs(
  core: Pick<typeof import('@actions/core'), 'setOutput'>,
  outputs: Outputs,
): void {
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value);
}
