/**
 * True while files are read, written or closed. Files are read in real time, so a clock of the tests
 * has to wait for them before it moves on.
 */
export function isReadingOrWriting(): boolean {
  return process.getActiveResourcesInfo().some((name) => FILE_WORK.test(name));
}

/** What Node calls the work on files that is still going on. */
const FILE_WORK = /^(FSReq|CloseReq)/;
