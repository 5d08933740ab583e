import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Token } from './read-workflow.ts';
import { at, itemsOf, parsedWorkflow } from './read-workflow.ts';

/** A composite action of the repository. */
export interface Composite {
  /** The default of each input; '' if it has none. */
  readonly defaults: Readonly<Record<string, string>>;
  readonly outputs: Token | undefined;
  readonly steps: readonly Token[];
}

interface Manifest {
  readonly inputs?: Readonly<Record<string, { readonly default?: string } | null>>;
  readonly outputs?: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly object[] };
}

/** Reads the action.yml of a folder. Throws if it is no composite action. */
export async function readComposite(folder: string): Promise<Composite> {
  const path = join(folder, 'action.yml');
  const { inputs = {}, outputs = {}, runs } = parse(readFileSync(path, 'utf8')) as Manifest;
  if (runs.using !== 'composite') throw new Error(`${path} is no composite action.`);
  // GitHub's parser reads workflows only; the steps of both have the same form.
  const values = Object.entries(outputs).map(([name, { value }]) => [name, value] as const);
  const job = { 'runs-on': 'any', outputs: Object.fromEntries(values), steps: runs.steps };
  const workflow = await parsedWorkflow(path, stringify({ on: 'push', jobs: { composite: job } }));
  const read = at(workflow, 'jobs', 'composite');
  return {
    defaults: Object.fromEntries(
      Object.entries(inputs).map(([name, input]) => [name, input?.default ?? '']),
    ),
    outputs: at(read, 'outputs'),
    steps: itemsOf(at(read, 'steps')),
  };
}
