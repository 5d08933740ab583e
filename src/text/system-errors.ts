/** What the system says of a file in one word, in the words of a sentence. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user has no permission',
  EBUSY: 'another program holds it',
  EDQUOT: 'the quota of the disk is used up',
  EEXIST: 'something else of that name is there',
  EFBIG: 'the file system or a limit (ulimit -f) takes no file of this size',
  EIO: 'the disk failed',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long for the file system',
  ENFILE: 'too many files are open',
  ENOENT: 'it does not exist',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is a file',
  EPERM: 'the system does not permit it',
  EROFS: 'the file system is read-only',
  ETXTBSY: 'a program is running from it',
};

/** `the disk is full (ENOSPC)`; '' for a code that is not the file system's. */
export function describeSystemCode(code: string): string {
  const reason = REASONS[code];
  return reason === undefined ? '' : `${reason} (${code})`;
}

/** Why a file could not be used: the system's code in words, or else the error's message. */
export function describeSystemError(error: unknown): string {
  const { code, message = String(error) } = error as Partial<NodeJS.ErrnoException>;
  return (typeof code === 'string' && describeSystemCode(code)) || message;
}
