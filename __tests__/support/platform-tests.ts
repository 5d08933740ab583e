import { it } from '@jest/globals';
import { isLinux, isWindows } from './platform.ts';

// Tests choose a stand-in for what a system lacks. What has none is skipped by the names below, and
// by no other file. On Windows and macOS, .github/workflows/ci.yml leaves out the examples as well.

/** Windows has no mode bits that keep a user from reading a file or from writing to a folder. */
export const itWithModeBits = isWindows ? it.skip : it;

/** On Windows a process can only kill another: Ctrl+C goes to all that share its console. */
export const itWithSignals = isWindows ? it.skip : it;

/** On Windows a variable has at most 32,767 characters. */
export const itWithLongVariables = isWindows ? it.skip : it;

/** Only Linux has a file that is always on a full disk. */
export const itWithFullDisk = isLinux ? it : it.skip;
export const FULL_DISK = '/dev/full';
