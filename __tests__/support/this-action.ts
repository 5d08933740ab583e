import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** The root action, as workflows name it: the examples, the README. */
export const THIS_ACTION = 'OWNER/REPO@v1';

const ROOT = new URL('../../', import.meta.url);
const [NAME = '', REF = ''] = THIS_ACTION.split('@');

/** What an action.yml says. */
export interface Manifest {
  readonly name: string;
  readonly description: string;
  readonly branding?: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, { required?: boolean; default?: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly runs: Readonly<Record<'using' | 'main' | 'post', string>>;
}

/** The folder of the action that `uses:` names: '' of the root; undefined if it is not ours. */
export function getFolder(uses: string): string | undefined {
  const [path = '', ref] = uses.split('@');
  if (ref !== REF) return undefined;
  if (path === NAME) return '';
  return path.startsWith(`${NAME}/`) ? path.slice(NAME.length + 1) : undefined;
}

/** The operation that a step runs; '' if it is not a step of this action. */
export function getOperation(uses: string, inputs: Readonly<Record<string, string>>): string {
  const folder = getFolder(uses);
  if (folder === '') return inputs.operation ?? '';
  return folder?.replace('/', '-') ?? '';
}

const manifests = new Map<string, Manifest>();

/** Reads the action.yml of a folder, once: every run of a step asks for it several times. */
export function readManifest(folder: string): Manifest {
  const known = manifests.get(folder);
  if (known) return known;
  const text = readFileSync(new URL('action.yml', getUrl(folder)), 'utf8');
  const manifest = parse(text) as Manifest;
  manifests.set(folder, manifest);
  return manifest;
}

/** The path of the program that the runner starts, which an action.yml names from its folder. */
export function getProgram(folder: string, stage: 'main' | 'post'): string {
  return fileURLToPath(new URL(readManifest(folder).runs[stage], getUrl(folder)));
}

function getUrl(folder: string): URL {
  return new URL(folder === '' ? '' : `${folder}/`, ROOT);
}
