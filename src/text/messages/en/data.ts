import type { Catalogue } from '../template.ts';

/** Code of SCF functions, results of DLC queries, packages of TEM. */
export const DATA = {
  'data.stage-target': 'Target',
  'data.stage-download': 'Download',

  'data.namespace': 'namespace {namespace}',
  'data.deploying': 'deploying',
  'data.code-ready': 'the code of {function} is ready to download',
  'data.no-code-url': 'SCF returned no URL for the code of {function}',
  'data.image-function': 'Functions that run an image have no code package.',
  'data.function-deploying': '{function} is still being deployed after {duration} (`timeout`)',
  'data.not-verified': 'Not verified',
  'data.no-code-sha256': 'SCF returned no SHA-256 of the code: the download cannot be verified.',

  'data.task': 'task {task}',
  'data.download': 'download {download}',
  'data.event-result': 'result',
  'data.result-ready': 'the file of {download} is ready to download',
  'data.result-being-generated': 'the file of {download} is being generated',
  'data.fetch-later': 'Wait for the file and download it with `dlc-result-download`',
  'data.start-unclear': 'could not tell whether the download started ({reason}); sending again',
  'data.start-unknown': 'could not determine whether the download started',
  'data.rerun': 'Run the job again. If the download did start, a second one does no harm.',
  'data.result-failed': 'DLC could not generate the result file: {status}',
  'data.generate-again': 'Generate it again: set `force: true`.',
  'data.generate-again-by-task':
    'Generate it again: set `force: true`, and `task-id` instead of `download-id`.',
  'data.result-not-ready': 'the result is not ready after {duration} (`timeout`): {status}',
  'data.result-without-status':
    'the result is not ready after {duration} (`timeout`): DLC returned no status',
  'data.keep-waiting': 'Keep waiting: run `dlc-result-download` with `download-id: {download}`.',
  'data.path-unsupported': 'the result is stored under a {scheme} path, which cannot be downloaded',
  'data.path-without-scheme':
    'the result is stored under a path without a scheme, which cannot be downloaded',
  'data.only-cos': 'Only results in your own COS bucket (`cosn://…`) can be downloaded.',
  'data.set-cos-bucket': 'Set a COS bucket as the query result path in the DLC console.',
  'data.result-without-keys':
    'DLC returned no access keys for result {download}: this step cannot download it',
  'data.use-own-keys':
    'Download it with your own access keys: output `download-uri` is its location.',

  'data.input-task-missing': 'is missing',
  'data.input-task-missing-fix':
    'add `task-id: …` (or `download-id`, an output of the step that started the download)',
  'data.input-two-sources': 'is set together with `task-id`',
  'data.input-two-sources-fix':
    'remove `task-id` (or `download-id`, which waits for a download started earlier)',
  'data.input-force': 'is `true`, but `download-id` is set',
  'data.input-force-fix':
    'use `task-id: …` instead of `download-id`: a file is generated again for a task',
  'data.input-no-wait': 'is `false`, but `download-id` is set',
  'data.input-no-wait-fix':
    'remove `wait: false` (`download-id` waits for a download started earlier)',

  'data.package-ready': '{package} {version} is ready to download: see output `download-url`',
  'data.no-package-url': 'TEM returned no download URL',
  'data.check-package': 'Check `package-name` and `deploy-version`: the package may not exist.',
  'data.no-url-title': 'No download URL',
  'data.rollout-unaffected': 'The rollout is not affected. {reason}',
  'data.package-not-downloaded': '{result}, but its package was not downloaded',
} as const satisfies Catalogue;
