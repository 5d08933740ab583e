import { readdirSync } from 'node:fs';
import { parse } from 'yaml';
import { getFolder, readManifest, THIS_ACTION } from '../support/this-action.ts';

const ROOT = new URL('../../', import.meta.url);

/** The pages that people read. */
export const PAGES: readonly string[] = [
  ...['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'],
  ...['docs', 'docs/operations'].flatMap((folder) =>
    readdirSync(new URL(folder, ROOT))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  ),
];

/** The contents of the fenced blocks of one language. */
export function blocksOf(markdown: string, language: string): string[] {
  return [...markdown.matchAll(/```(\w*)\n([^]*?)\n```/g)]
    .filter(([, kind]) => kind === language)
    .map(([, , content = '']) => content);
}

/** A snippet made whole: inputs get a step of this action, steps and `env` a job, jobs an event. */
export function asWorkflow(snippet: string): string {
  const content: unknown = parse(snippet);
  if (Array.isArray(content)) {
    const steps = snippet.replace(/^/gm, '      ');
    return `on: workflow_dispatch\njobs:\n  it:\n    runs-on: ubuntu-latest\n    steps:\n${steps}\n`;
  }
  const { env, on, jobs } = content as Record<string, unknown>;
  if (env !== undefined && jobs === undefined) return `${asWorkflow('- run: date')}\n${snippet}\n`;
  if (jobs === undefined) {
    return asWorkflow(`- uses: ${THIS_ACTION}\n  with:\n${snippet.replace(/^/gm, '    ')}`);
  }
  return `${on === undefined ? 'on: push\n' : ''}${snippet}\n`;
}

/**
 * What a workflow gives to this action, or takes from it, that the action does not have, and what it
 * requires and is not given.
 */
export function unknownNames(workflow: string): string[] {
  const taken = [...workflow.matchAll(/\bsteps\.([\w-]+)\.outputs\.([\w-]+)/g)];
  return stepsOf(parse(workflow)).flatMap(({ id, uses = '', with: inputs = {} }) => {
    const folder = getFolder(uses);
    if (folder === undefined) return [];
    const declared = readManifest(folder);
    const isGiven = (name: string) => name in inputs;
    const isEmpty = Object.keys(inputs).length === 0;
    const required = Object.entries(declared.inputs).filter(([, input]) => input.required);
    const missing = required.filter(([name]) => !isGiven(name) && !isEmpty && folder !== '');
    return [
      ...Object.keys(inputs)
        .filter((name) => !(name in declared.inputs))
        .map((name) => `input ${name}`),
      ...missing.map(([name]) => `missing input ${name}`),
      ...taken
        .filter(([, step]) => step === id)
        .filter(([, , name = '']) => !(name in declared.outputs))
        .map(([, , name = '']) => `output ${name}`),
    ];
  });
}

interface Step {
  id?: string;
  uses?: string;
  with?: Record<string, string>;
}

/** The steps of all jobs of a workflow. */
export function stepsOf(workflow: unknown): Step[] {
  const { jobs } = workflow as { jobs: Record<string, { steps?: Step[] }> };
  return Object.values(jobs).flatMap(({ steps }) => steps ?? []);
}
