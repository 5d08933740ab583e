import { linkSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { actionStep } from '../action-step.ts';
import type { Command } from '../process.ts';
import { nodeCommand } from '../process.ts';

export type Direction = 'upload' | 'download';

/** A program that transfers a file once. */
export interface Transfer {
  readonly command: Command;
  /** Whether it left a file of so many bytes; for an upload the exit code says it. */
  readonly hasFile: (bytes: number) => boolean;
  readonly remove: () => void;
}

/** Creates a transfer of `file`, or of the server's object, to and from a server at `origin`. */
export type CreateTransfer = (origin: string, file: string) => Transfer;

export const OURS = 'this action';

// curl's own --retry starts an upload again from its first byte, and a download from the byte at
// which its process started, so that a shell has to start curl again to resume.
const RETRY = '--retry 20 --retry-all-errors --retry-delay 1';
const RESUME = 'for try in $(seq 60); do curl -sS -C - -o got $0/object && exit 0; done; exit 1';

/** The programs of each direction by their names. */
export const PROGRAMS: Readonly<Record<Direction, Readonly<Record<string, CreateTransfer>>>> = {
  upload: {
    [OURS]: uploadByAction,
    'curl --retry': (origin, file) =>
      inFolder(shell(`curl -sS -f ${RETRY} -T $1 $0/x`, [origin, file])),
    'cos-nodejs-sdk-v5': (origin, file) =>
      inFolder(script('../transfers/sdk-upload.mjs', [new URL(origin).host, file])),
  },
  download: {
    [OURS]: downloadByAction,
    'curl -C - in a loop': (origin) => inFolder(shell(RESUME, [origin])),
    'cos-nodejs-sdk-v5': (origin) =>
      inFolder(script('sdk-download.mjs', [new URL(origin).host, 'got'])),
  },
};

function uploadByAction(origin: string, file: string): Transfer {
  const step = actionStep({
    ...{ operation: 'tem-rolling-update', wait: 'false', ...where(origin) },
    ...{ 'application-id': 'app-bench', 'environment-id': 'en-bench' },
    ...{ 'deploy-version': 'v2', 'package-file': 'package.jar' },
  });
  linkSync(file, join(step.workspace, 'package.jar'));
  return { command: step.command, hasFile: () => true, remove: step.remove };
}

function downloadByAction(origin: string): Transfer {
  const step = actionStep({
    ...{ operation: 'scf-code-url', 'function-name': 'bench', ...where(origin) },
    'download-path': 'got',
  });
  const got = join(step.workspace, 'got');
  return { command: step.command, hasFile: (bytes) => sizeOf(got) === bytes, remove: step.remove };
}

function where(origin: string) {
  return { endpoint: origin, 'cos-endpoint': origin, region: 'ap-guangzhou' };
}

/** Runs a command in a folder of its own; a download goes to the file `got` there. */
function inFolder(command: Command): Transfer {
  const cwd = mkdtempSync(join(tmpdir(), 'road-'));
  const isDownload = command.args.some((arg) => /\bgot\b/.test(arg));
  return {
    command: { ...command, cwd },
    hasFile: (bytes) => !isDownload || sizeOf(join(cwd, 'got')) === bytes,
    remove: () => {
      rmSync(cwd, { recursive: true, force: true });
    },
  };
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}

/** `args` are $0, $1 … in the line. */
function shell(line: string, args: readonly string[]): Command {
  return { file: 'sh', args: ['-c', line, ...args] };
}

function script(path: string, args: readonly string[]): Command {
  const command = nodeCommand(fileURLToPath(new URL(path, import.meta.url)));
  return { ...command, args: [...command.args, ...args] };
}
