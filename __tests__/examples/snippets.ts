import { parse } from 'yaml';

/** The contents of the fenced blocks of one language. */
export function blocksOf(markdown: string, language: string): string[] {
  return [...markdown.matchAll(/```(\w*)\n([^]*?)\n```/g)]
    .filter(([, kind]) => kind === language)
    .map(([, , content = '']) => content);
}

/** A snippet made whole: steps get a job, jobs an event. Inputs alone are no workflow. */
export function asWorkflow(snippet: string): string {
  const content: unknown = parse(snippet);
  if (Array.isArray(content)) {
    const steps = snippet.replace(/^/gm, '      ');
    return `on: workflow_dispatch\njobs:\n  it:\n    runs-on: ubuntu-latest\n    steps:\n${steps}\n`;
  }
  const { on, jobs } = content as Record<string, unknown>;
  if (jobs === undefined) return '';
  return `${on === undefined ? 'on: push\n' : ''}${snippet}\n`;
}
