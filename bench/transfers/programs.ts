import { linkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { actionStep } from '../action-step.ts';
import type { Loopback } from '../loopback.ts';
import type { Command, Measured } from '../process.ts';
import { measure, nodeCommand, withPeak } from '../process.ts';

/** Programs that transfer a file; each is a whole process. */
export interface Programs {
  readonly upload: Readonly<Record<string, () => Promise<Measured>>>;
  readonly download: Readonly<Record<string, () => Promise<Measured>>>;
  readonly remove: () => void;
}

export const OURS = 'this action';
export const CURL_MD5 = 'curl and md5sum';
export const CURL_SHA256 = 'curl and sha256sum';
export const SDK = 'cos-nodejs-sdk-v5';

/**
 * Returns the programs that upload `file` to the loopback server, and those that download its
 * object into `folder`.
 */
export function transferPrograms({ url }: Loopback, file: string, folder: string): Programs {
  const got = join(folder, 'got');
  const host = new URL(url).host;
  const where = { endpoint: url, 'cos-endpoint': url, region: 'ap-guangzhou' };
  const upload = actionStep({
    ...{ operation: 'tem-rolling-update', wait: 'false', ...where },
    ...{ 'application-id': 'app-bench', 'environment-id': 'en-bench' },
    ...{ 'deploy-version': 'v2', 'package-file': 'package.jar' },
  });
  linkSync(file, join(upload.workspace, 'package.jar'));
  const download = actionStep({
    ...{ operation: 'scf-code-url', 'function-name': 'bench', ...where },
    'download-path': 'got.zip',
  });
  return {
    upload: {
      [OURS]: () => measure(withPeak(upload.command)),
      [CURL_MD5]: () => measure(shell(`md5sum ${file} && curl -sS -T ${file} ${url}/x`)),
      [CURL_SHA256]: () => measure(shell(`sha256sum ${file} && curl -sS -T ${file} ${url}/x`)),
      [SDK]: () => measure(withPeak(sdk('sdk-upload.mjs', [host, file]))),
    },
    download: {
      [OURS]: afterRemoving(join(download.workspace, 'got.zip'), withPeak(download.command)),
      [CURL_MD5]: afterRemoving(got, shell(`curl -sS -o ${got} ${url}/object && md5sum ${got}`)),
      [CURL_SHA256]: afterRemoving(
        got,
        shell(`curl -sS -o ${got} ${url}/object && sha256sum ${got}`),
      ),
      [SDK]: afterRemoving(got, withPeak(sdk('sdk-download.mjs', [host, got]))),
    },
    remove: () => {
      upload.remove();
      download.remove();
    },
  };
}

/** Removes the file first, so that every download creates it. */
function afterRemoving(path: string, command: Command): () => Promise<Measured> {
  return () => {
    rmSync(path, { force: true });
    return measure(command);
  };
}

function shell(line: string): Command {
  return { file: 'sh', args: ['-ec', line] };
}

function sdk(script: string, args: readonly string[]): Command {
  const command = nodeCommand(fileURLToPath(new URL(script, import.meta.url)));
  return { ...command, args: [...command.args, ...args] };
}
