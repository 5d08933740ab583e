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

/** What to change, for a file that cannot be written or read. */
const FIXES: Readonly<Record<string, string>> = {
  EACCES:
    "use a folder that the job's user may write to; what a container made as root belongs to root (sudo chown, or the same user in both)",
  EBUSY: 'end the program that holds the file, or use another name',
  EDQUOT: 'remove what the job no longer needs, or use another disk',
  EEXIST: 'use another name, or remove what is there in a step before this one',
  EFBIG: 'raise the limit (ulimit -f), or use another file system: FAT takes 4 GiB',
  EIO: 'run the job on another machine',
  EISDIR: 'use another name, or remove the folder in a step before this one',
  ELOOP: 'use a path without links',
  ENAMETOOLONG: 'use a shorter name',
  ENOSPC: 'remove what the job no longer needs in a step before this one, or use a larger disk',
  ENOTDIR: 'use another path, or remove the file that stands where it has a folder',
  EROFS: 'use a folder that is not mounted read-only',
};

/** What to change where the system said this; '' where nobody knows. */
export function adviseOnSystemCode(code: string): string {
  return FIXES[code === 'EPERM' ? 'EACCES' : code] ?? '';
}
