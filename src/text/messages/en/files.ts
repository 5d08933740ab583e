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
  'files.save-label-why': 'Why',
  'files.save-label-file': 'File',
  'files.save-input-no-wait': 'is `false`, but a download has to wait',
  'files.save-input-no-wait-fix': 'remove `wait: false` (or `download-path` and `artifact-name`)',
} as const satisfies Catalogue;
