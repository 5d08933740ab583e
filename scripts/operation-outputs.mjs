// The outputs that each operation sets, and an example of each, for the documents.

/** Outputs of every operation. */
const COMMON = [
  'status',
  'message',
  'changed',
  'console-url',
  'plan',
  'blocked',
  'github-deployment-id',
  'request-id',
  'duration-seconds',
  'result',
];
const ROLLOUT = [
  'revision-id',
  'version',
  'previous-version',
  'previous-package-name',
  'application-name',
  'url',
  'instances',
  'failed-instances',
];
const ADDRESS = ['download-url', 'download-url-expires-at'];
const FILE = ['download-path', 'download-sha256', 'artifact-id'];
const VERSION = [
  'application-version-id',
  'application-version-status',
  'version',
  'previous-version',
];

const OWN = {
  'tem-rolling-update': [...ROLLOUT, 'verification', 'package-name', ...ADDRESS, ...FILE],
  'tem-wait': [...ROLLOUT, 'verification'],
  'tem-resume': [...ROLLOUT, 'verification'],
  'tem-revert': ROLLOUT,
  'tem-rollback': [...ROLLOUT, 'package-name'],
  'tem-package-url': ['package-name', ...ADDRESS, ...FILE],
  'car-create-version': VERSION,
  'car-set-online': VERSION,
  'scf-code-url': [...ADDRESS, ...FILE],
  'dlc-result-download': ['download-id', 'download-uri', ...FILE],
};

/** An example of each output. */
export const OUTPUT_EXAMPLES = {
  status: 'succeeded',
  'revision-id': 'revision-3dvm6sg3',
  'previous-version': 'v2.3.9',
  'application-version-id': 'ver-00000005',
  'application-version-status': 'Inuse',
  'package-name': '…/shop-2.4.0.jar',
  'previous-package-name': '…/shop-2.3.9.jar',
  'download-id': 'd7f1…',
  'download-url': 'https://…',
  'download-sha256': '9f86d081884c7d65…',
  'download-path': '/home/runner/work/shop/shop/results/result.csv',
  'download-uri': 'cosn://bucket/path/result.csv',
  'artifact-id': '1234567890',
  'github-deployment-id': '87654321',
  'request-id': 'eac6b301-a322-493a-8e36-83b295459397',
  'duration-seconds': '164',
  message: 'Succeeded: shop-api runs v2.4.0, previously v2.3.9.',
  changed: 'true',
  version: 'v2.4.0',
  'application-name': 'shop-api',
  url: 'http://lb-….com:8080',
  'console-url': 'https://console.cloud.tencent.com/tem',
  instances: '[{"name":"shop-api-4sbct","state":"Running",…}]',
  'failed-instances': '[]',
  verification: '[{"stage":"beta","verdict":"passed",…}]',
  plan: '## 📝 Plan: …',
  blocked: 'false',
  'download-url-expires-at': '2026-11-28T08:00:00Z',
  result: '{"status":"succeeded",…}',
};

/** Returns the names of the outputs that an operation sets, in the order of `names`. */
export function getOutputNames(operation, names) {
  const own = OWN[operation];
  if (!own)
    throw new Error(`scripts/operation-outputs.mjs does not list the outputs of ${operation}.`);
  return names.filter((name) => COMMON.includes(name) || own.includes(name));
}
