import type { Catalogue } from '../template.ts';

/** Uploads, downloads and the files of the runner. */
export const FILES = {
  'files.crc64-differs': '{what} has the CRC-64 {ours} here and {answered} in COS',
  'files.stage-package': 'Package',
  'files.verified': 'verified',
  'files.not-verified': 'not verified',

  'files.upload-event': 'upload',
  'files.upload-rate': 'in {duration} ({speed}/s)',
  'files.upload-restarting': 'restarting',
  'files.upload-other-keys': 'the keys expired; the new ones are for {key}',
  'files.upload-keys-expired':
    'the keys for {key} expired before the upload was complete, and the new ones are for another path',
  'files.upload-unfinished': 'Unfinished upload',
  'files.upload-unfinished-warning':
    'Parts of {key} may remain in {bucket}; its lifecycle rules remove them.',

  'files.save-stage': 'Download',
  'files.save-event': 'download',
  'files.save-duration': '{size} in {duration}',
  'files.save-mismatch': 'DIGEST MISMATCH',
  'files.save-mismatch-title': 'Digest mismatch',
  'files.save-mismatch-warning':
    '{path} has the SHA-256 {actual}, expected {expected} (`digest-mismatch: warn`).',
  'files.save-artifact-stage': 'Artifact',
  'files.save-no-artifact': 'No artifact',
  'files.save-no-artifact-warning': 'The file is kept at {path}. {reason}',
  'files.save-artifact-failed': 'the artifact was not uploaded',
  'files.save-label-file': 'File',
  'files.save-input-no-wait': 'is `false`, but a download has to wait',
  'files.save-input-no-wait-fix': 'remove `wait: false` (or `download-path` and `artifact-name`)',

  // The file of the input package-file.
  'files.count': { one: '1 file', other: '{count} files' },
  'files.package-none': 'no file matches `package-file: {patterns}`',
  'files.package-none-readable':
    'no file matches `package-file: {patterns}`, and {path} cannot be read',
  'files.package-none-left': 'all files that match `package-file: {patterns}` are excluded',
  'files.package-several': '{count} files match `package-file: {patterns}`',
  'files.package-empty': 'the package {path} is empty',
  'files.package-unreadable': 'cannot read {path} for `package-file` ({code})',
  'files.unreadable': 'cannot read {path} ({code})',
  'files.label-excluded': 'Excluded',
  'files.label-searched': 'Searched in',
  'files.change-excludes': 'change the lines that begin with `!`',
  'files.choose-package':
    'use a pattern that matches only one of them, or exclude the others, one pattern per line: {patterns}',
  'files.build-package':
    'build the package in an earlier step, or download it with `actions/download-artifact`: each job starts with an empty workspace',
  'files.allow-reading':
    "allow the job's user to read it: what a container creates as root belongs to root (use `sudo chown`, or the same user in both)",

  // Paths.
  'files.write-home-out':
    'write out the path of the home folder, or use a folder in the workspace: no shell expands `~` in `{input}`',
  'files.write-variable-out':
    'use a path relative to the workspace, or an expression such as `{expression}`: no shell expands `{variable}` in `{input}`',
  'files.write-quotes-out': 'remove the quotes: `{input}: {path}`',
  'files.use-path-inside':
    'use `{input}: {path}`: in the container of the job, the workspace is {workspace} (`github.workspace` is its path outside)',
  'files.begin-in-workspace':
    'begin the path with {workspace}, the workspace in the container of the job (`github.workspace` is its path outside)',
  'files.use-workspace':
    'use a file or folder inside the workspace, such as `download-path: build/`',
  'files.path-control-character': '`download-path: {path}` contains a control character',
  'files.path-for-shell':
    '`download-path: {path}` begins with `{start}`, which only a shell expands',
  'files.path-windows-name':
    '`download-path: {path}` contains the name "{name}", which Windows does not allow',
  'files.path-outside': '`download-path: {path}` leads outside the workspace and `RUNNER_TEMP`',
  'files.path-is-folder': '`download-path: {path}` would replace the folder {folder}',
  'files.path-no-file': '`download-path: {path}` exists, but is not a regular file',
  'files.path-broken-link': '`download-path: {path}` leads through a broken link: {link}',
  'files.path-no-root': '`download-path: {path}` leads to {root}, which does not exist',

  // What is transferred.
  'files.object': 'the object',
  'files.part': 'part {number}',
  'files.changed': '{path} changed while it was being uploaded',
  'files.changed-fix': 'upload a file that no other process is still writing to',
  'files.unwritable': 'cannot write {path}: {reason}',
  'files.digest-differs': 'the downloaded file has the SHA-256 {actual}, expected {expected}',
  'files.download-cut': 'the download of {name} was interrupted',
  'files.download-cut-by': 'the download of {name} was interrupted ({code})',
  'files.download-short': 'the download of {name} ended after {bytes} of {total} bytes',
  'files.download-changed': '{name} changed while it was being downloaded',
  'files.download-without-length': 'the response for {name} has neither a length nor a checksum',
  'files.download-without-validator': 'the response for {name} has no ETag, date or checksum',
  'files.download-damaged': '{name} is damaged: its content does not match its `Content-Encoding`',
  'files.encoding-unknown': 'cannot decode the download: its encoding is {codings}',
  'files.too-many-redirects': '{url} redirects more than {max} times',
  'files.url-invalid': 'the download URL is not valid',
  'files.url-insecure': 'the download URL does not use https: {url}',
  'files.redirect-insecure': '{from} redirects to a URL that does not use https: {url}',

  // What the system says of a file, and the fix.
  'files.system-no-permission': "the job's user has no permission",
  'files.system-not-permitted': 'the system does not permit it',
  'files.system-in-use': 'another program is using it',
  'files.system-quota': 'the disk quota is used up',
  'files.system-exists': 'something with this name already exists',
  'files.system-too-large':
    'the file is larger than the file system or a limit (`ulimit -f`) allows',
  'files.system-disk-failed': 'the disk failed',
  'files.system-is-folder': 'it is a folder',
  'files.system-link-loop': 'its links form a loop',
  'files.system-many-open': 'too many files are open',
  'files.system-name-too-long': 'the name is too long for the file system',
  'files.system-missing': 'it does not exist',
  'files.system-disk-full': 'the disk is full',
  'files.system-no-folder': 'a part of the path is a file',
  'files.system-read-only': 'the file system is read-only',
  'files.system-running': 'a program is running from it',
  'files.fix-permission':
    "use a folder that the job's user can write to; what a container creates as root belongs to root (use `sudo chown`, or the same user in both)",
  'files.fix-in-use': 'stop the program that uses the file, or use another name',
  'files.fix-quota': 'delete what the job no longer needs, or use another disk',
  'files.fix-exists': 'use another name, or delete what is there in an earlier step',
  'files.fix-too-large':
    'raise the limit (`ulimit -f`), or use another file system: FAT allows 4 GiB',
  'files.fix-disk-failed': 'run the job on another machine',
  'files.fix-is-folder': 'use another name, or delete the folder in an earlier step',
  'files.fix-link-loop': 'use a path without links',
  'files.fix-name-too-long': 'use a shorter name',
  'files.fix-disk-full':
    'delete what the job no longer needs in an earlier step, or use a larger disk',
  'files.fix-no-folder': 'use another path, or delete the file that is in the place of a folder',
  'files.fix-read-only': 'use a folder that is not mounted read-only',
} as const satisfies Catalogue;
