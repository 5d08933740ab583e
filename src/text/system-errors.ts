import type { Message, Text } from './message.ts';
import { message } from './message.ts';
import { getErrorText } from './text-error.ts';

const MANY_OPEN = message('files.system-many-open');

/** Explanations of file system errors, by code. */
const REASONS: Readonly<Record<string, Message>> = {
  EACCES: message('files.system-no-permission'),
  EBUSY: message('files.system-in-use'),
  EDQUOT: message('files.system-quota'),
  EEXIST: message('files.system-exists'),
  EFBIG: message('files.system-too-large'),
  EIO: message('files.system-disk-failed'),
  EISDIR: message('files.system-is-folder'),
  ELOOP: message('files.system-link-loop'),
  EMFILE: MANY_OPEN,
  ENAMETOOLONG: message('files.system-name-too-long'),
  ENFILE: MANY_OPEN,
  ENOENT: message('files.system-missing'),
  ENOSPC: message('files.system-disk-full'),
  ENOTDIR: message('files.system-no-folder'),
  EPERM: message('files.system-not-permitted'),
  EROFS: message('files.system-read-only'),
  ETXTBSY: message('files.system-running'),
};

/** `the disk is full (ENOSPC)`; '' for codes that are not from the file system. */
export function describeSystemCode(code: string): Text {
  const reason = REASONS[code];
  return reason === undefined ? '' : message('words.remark', { text: reason, remark: code });
}

/**
 * Explains why a file could not be used, by the system's code or otherwise with the error's
 * message.
 */
export function describeSystemError(error: unknown): Text {
  const { code = '' } = error as Partial<NodeJS.ErrnoException>;
  const reason = describeSystemCode(code);
  if (reason !== '') return reason;
  const said = getErrorText(error);
  // `ENXIO: no such device or address, open '/work/x'`
  const [, text] = /^[A-Z]+: (.+), \w+(?: '|$)/.exec(typeof said === 'string' ? said : '') ?? [];
  return text === undefined ? said : message('words.remark', { text, remark: code });
}

const FIX_PERMISSION = message('files.fix-permission');

/** Fixes for files that cannot be written or read. */
const FIXES: Readonly<Record<string, Message>> = {
  EACCES: FIX_PERMISSION,
  EBUSY: message('files.fix-in-use'),
  EDQUOT: message('files.fix-quota'),
  EEXIST: message('files.fix-exists'),
  EFBIG: message('files.fix-too-large'),
  EIO: message('files.fix-disk-failed'),
  EISDIR: message('files.fix-is-folder'),
  ELOOP: message('files.fix-link-loop'),
  ENAMETOOLONG: message('files.fix-name-too-long'),
  ENOSPC: message('files.fix-disk-full'),
  ENOTDIR: message('files.fix-no-folder'),
  EPERM: FIX_PERMISSION,
  EROFS: message('files.fix-read-only'),
};

/** Returns the fix for a system error; '' if there is none. */
export function adviseOnSystemCode(code: string): Text {
  return FIXES[code] ?? '';
}
