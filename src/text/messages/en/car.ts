import type { Catalogue } from '../template.ts';

/** Versions of CAR. */
export const CAR = {
  'car.stage-target': 'Target',
  'car.stage-version': 'Version',
  'car.stage-publish': 'Publish',
  'car.stage-delete': 'Delete',
  'car.stage-check': 'Check',
  'car.stage-retry': 'Retry',
  'car.versions': { one: '1 version', other: '{count} versions' },
  'car.versions-title': 'Versions',
  'car.in-use': 'in use: {version}',
  'car.none-in-use': 'none in use',
  'car.event-version': 'version',
  'car.no-status': 'no status',

  'car.label-found': 'Found',
  'car.label-check': 'Check',
  'car.label-path': 'Path',

  'car.waiting-for-file': '{version} is waiting for its file {file}',
  'car.being-prepared': '{version} is being prepared',
  'car.ready': '{version} is ready to publish',
  'car.published-elsewhere': '{version} is in use: it was published outside this step',
  'car.replaced-elsewhere':
    '{version} is ready; it was published outside this step, and replaced by another version since',
  'car.already-in-use': '{version} is already in use',
  'car.publication-started': 'started to publish {version}',
  'car.now-in-use': '{application} now uses {version}',
  'car.now-in-use-previously': '{application} now uses {version} (previously {previous})',
  'car.publish-later': 'Publish it with `car-set-online`',

  'car.refused-checking': 'CAR refused to create the version ({code}); checking',
  'car.create-unclear': 'could not tell whether the version was created ({reason}); checking',
  'car.change-unclear': 'could not tell whether the change took effect ({reason}); checking',
  'car.sending-again': 'no effect seen on {version}; sending again',
  'car.goal-create': 'the version could be created',
  'car.goal-publish': '{version} could be published',
  'car.goal-delete': '{version} could be deleted',
  'car.create-unknown': 'could not determine whether the version was created',
  'car.publish-unknown': 'could not determine whether the publication of {version} started',
  'car.delete-unknown': 'could not determine whether the deletion of {version} started',
  'car.found-several': 'several versions that this step may have created:',
  'car.found-others': 'new versions, but none that this step certainly created:',
  'car.found-none': 'no new version after 30 s.',
  'car.found-no-list': 'the versions could not be listed.',
  'car.found-absent': '{version} is not in the list of versions.',
  'car.rerun-checks': 'Run the job again: it checks before it changes anything.',
  'car.perhaps-created': 'Version may have been created',
  'car.perhaps-created-warning':
    'The job was cancelled before CAR confirmed a new version of {file}. If it exists, it blocks the creation of another one: run the job again with `pending-version: delete`.',

  'car.without-file': 'Version without a file',
  'car.without-file-warning':
    '{version} was created but has no file, and blocks the creation of another version. Run the job again with `pending-version: delete`.',
  'car.no-upload-path': 'CAR returned no upload path for {version}',
  'car.path-of-other': '{path} belongs to another version.',
  'car.run-one-job': 'Run one job at a time (`concurrency`), then run this one again.',

  'car.not-ready': 'version {version} is still {status} after {duration} (`timeout`)',
  'car.still-unknown': 'the status of version {version} is unknown after {duration} (`timeout`)',
  'car.leftover-without-file':
    'The version has no file yet. If no upload is in progress, delete it: run `car-create-version` with `pending-version: delete`.',
  'car.keep-waiting': 'Keep waiting, then publish it',

  'car.not-found': 'the application has no version {version}',
  'car.existing-versions': 'It has these versions:',
  'car.no-versions': 'It has no versions.',
  'car.check-version-id':
    'Check `application-version-id`: it is an output of `car-create-version`.',
  'car.gone': 'version {version} no longer exists',
  'car.gone-fix': 'It was deleted outside this step: publish another version or create a new one.',
  'car.superseded': '{other} was published instead of {version}',
  'car.superseded-by-unknown': 'another version was published instead of {version}',
  'car.publish-again': 'If this was a mistake, publish your version again',
  'car.not-publishable': 'version {version} cannot be published',
  'car.deleting-fix': 'It is being deleted: publish another version or create a new one.',
  'car.create-failed-fix':
    'See the CAR console for the reason; often the archive is damaged or does not contain the launch path. Then run `car-create-version` with `pending-version: delete`.',

  'car.checking-untouched': 'checking whether another job is working on {version}',
  'car.deletion-skipped': 'the versions were changed outside this step; {version} is kept',
  'car.waiting-for-deletion': 'waiting until deleted: {versions}',
  'car.deletion-timed-out': 'timed out waiting for versions to be deleted',
  'car.deletion-in-progress': '{version}: its deletion is still in progress.',
  'car.deletion-not-shown': '{version}: CAR accepted its deletion, but does not show it yet.',
  'car.rerun-waits-for-deletion': 'Run the job again: it waits for the deletion.',

  'car.blocked-by-unpublished': 'an unpublished version blocks the creation of another one',
  'car.publish-unpublished': 'Publish it: run `car-set-online` with its `application-version-id`.',
  'car.delete-unpublished': 'Or let this step delete it: `pending-version: delete`.',
  'car.blocked-by-other-job': 'another job is creating or changing a version, so it is not deleted',
  'car.run-after-published':
    'Run one job at a time (`concurrency`), and this one again after that version is published.',
  'car.status-unknown':
    'a version has a status unknown to this action: nothing is deleted, because a deletion may not help',
  'car.age-unknown': 'could not determine the oldest version: nothing was deleted',
  'car.create-time': '{version} has the CreateTime "{time}"',
  'car.delete-in-console': 'Delete a version in the CAR console, then run the job again.',
  'car.limit-reached': 'the application already has {max} versions, the maximum',
  'car.delete-oldest':
    'Let this step delete the oldest version that was in use before: `version-limit: delete-oldest`.',
  'car.delete-unneeded': 'Delete a version that you no longer need in the CAR console.',

  'car.file-type': 'CAR does not accept the file type of {file}',
  'car.file-type-fix': 'Use a .zip, .rar or .7z archive, or an .apk or .xapk package.',
  'car.file-type-mismatch':
    '{path} is not a {type} file, but `application-file-name` ends in {type}',
  'car.file-type-mismatch-fix': 'Remove `application-file-name`, or let it end in {type}.',
  'car.input-file-type': 'is `{value}`, a file type that CAR does not accept',
  'car.input-file-type-fix': 'use a .zip, .rar or .7z archive, or an .apk or .xapk package',
  'car.input-regions': 'contains invalid regions: `{regions}`',
  'car.input-regions-fix':
    'use names such as `ap-chinese-mainland`, one per line or separated by commas',
  'car.input-file-missing': 'is missing',
  'car.input-file-missing-fix':
    'add `package-file: build/game.zip` (or `application-file-name`, to create a version without an upload)',
  'car.input-online-without-wait': 'is `true`, but `wait` is `false`',
  'car.input-online-without-file': 'is `true`, but `package-file` is missing',
  'car.input-online-fix':
    'remove `set-online: true` (publish the version later with `car-set-online`)',
} as const satisfies Catalogue;
