/** All outputs, in the order users read them, with their descriptions in action.yml. */
export const OUTPUTS = {
  status:
    'How it ended: succeeded, waiting, started, reverted, failed, timed-out or cancelled; set on failure too',
  'revision-id': 'Revision that was started, followed, resumed or reverted',
  'previous-version': 'Version that ran before',
  'package-name': 'Name of the package that was deployed or asked for',
  'previous-package-name': 'Name of the package that ran before',
  'download-url': 'Pre-signed URL of the package: who has it can download, so treat it as a secret',
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
