/**
 * A file or an address that cannot be transferred: the message says what is wrong, and what to
 * change, further lines its details. Nothing secret is in it.
 */
export class TransferError extends Error {
  override readonly name: string = 'TransferError';
}

/** The file grew, shrank or was written to while it was read. */
export class FileChangedError extends TransferError {
  override readonly name = 'FileChangedError';

  constructor(path: string) {
    super(`${path} changed while it was read. Upload a file that nothing writes to any more.`);
  }
}

/** What arrived is not what was sent, by the checksums of both sides: it must not be used. */
export class IntegrityError extends TransferError {
  override readonly name = 'IntegrityError';
}

/** The downloaded file does not have the SHA-256 that it should have. */
export class DigestMismatchError extends TransferError {
  override readonly name = 'DigestMismatchError';
  readonly expected: string;
  /** In hex, lower case. */
  readonly actual: string;

  constructor(digests: { readonly expected: string; readonly actual: string }) {
    super(`The downloaded file has the SHA-256 ${digests.actual}, not ${digests.expected}.`);
    this.expected = digests.expected;
    this.actual = digests.actual;
  }
}

/** Throws an IntegrityError where both CRC-64 are there and are not the same. */
export function assertSameCrc64(what: string, ours: string, answered: string): void {
  if (ours === '' || answered === '' || answered === ours) return;
  throw new IntegrityError(`${what} has the CRC-64 ${ours} here and ${answered} in COS.`);
}
