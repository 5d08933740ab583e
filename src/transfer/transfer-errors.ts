import { systemCode } from '../tencent/api-errors.ts';
import type { Detail } from '../text/detail.ts';
import { adviseOnSystemCode, describeSystemError } from '../text/system-errors.ts';
import { TextError } from '../text/text-error.ts';
import type { Text } from '../text/message.ts';
import { message } from '../text/message.ts';

/** Why a transfer failed. */
export type TransferErrorCode =
  | 'file-not-found'
  | 'file-ambiguous'
  | 'file-unreadable'
  | 'file-unwritable'
  | 'file-empty'
  | 'file-changed'
  | 'path-invalid'
  | 'path-outside'
  | 'url-invalid'
  | 'url-insecure'
  | 'too-many-redirects'
  | 'upload-target-expired'
  | 'encoding-unknown'
  | 'integrity'
  | 'digest-mismatch';

/**
 * A file or URL cannot be transferred. The details have more information and the fix. Contains no
 * secrets.
 */
export class TransferError extends TextError {
  override readonly name: string = 'TransferError';
  readonly code: TransferErrorCode;
  readonly details: readonly Detail[];

  constructor(code: TransferErrorCode, text: Text, details: readonly Detail[] = []) {
    super(text);
    this.code = code;
    this.details = details;
  }
}

/** The file was modified while it was read. */
export class FileChangedError extends TransferError {
  override readonly name = 'FileChangedError';

  constructor(path: string) {
    super('file-changed', message('files.changed', { path }), [
      { label: message('words.fix'), text: message('files.changed-fix') },
    ]);
  }
}

/**
 * A download could not be written: the reason and the fix. `isInUse` tells that another program has
 * the file open, because Windows' code for it, such as `EPERM`, does not.
 */
export class UnwritableFileError extends TransferError {
  override readonly name = 'UnwritableFileError';

  constructor(path: string, cause: unknown, isInUse = false) {
    const code = systemCode(cause);
    const fix = adviseOnSystemCode(isInUse ? 'EBUSY' : code);
    const reason = isInUse
      ? message('words.remark', { text: message('files.system-in-use'), remark: code })
      : describeSystemError(cause);
    super(
      'file-unwritable',
      message('files.unwritable', { path, reason }),
      fix === '' ? [] : [{ label: message('words.fix'), text: fix }],
    );
    this.cause = cause;
  }
}

/** The checksums of both sides differ, so the data must not be used. */
export class IntegrityError extends TransferError {
  override readonly name = 'IntegrityError';

  constructor(text: Text) {
    super('integrity', text);
  }
}

/** Throws an IntegrityError if both CRC-64 values are present and differ. */
export function assertSameCrc64(what: Text, ours: string, answered: string): void {
  if (ours === '' || answered === '' || answered === ours) return;
  throw new IntegrityError(message('files.crc64-differs', { what, ours, answered }));
}

/** The downloaded file does not have the expected SHA-256. */
export class DigestMismatchError extends TransferError {
  override readonly name = 'DigestMismatchError';
  readonly expected: string;
  /** In lower-case hex. */
  readonly actual: string;

  constructor({ expected, actual }: { readonly expected: string; readonly actual: string }) {
    super('digest-mismatch', message('files.digest-differs', { actual, expected }));
    this.expected = expected;
    this.actual = actual;
  }
}
