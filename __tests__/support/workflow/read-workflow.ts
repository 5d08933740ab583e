import {
  convertWorkflowTemplate,
  NoOperationTraceWriter,
  parseWorkflow,
} from '@actions/workflow-parser';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Token } from './token.ts';

/** Reads a workflow with GitHub's own parser. Throws all that it finds wrong, also in expressions. */
export async function readWorkflow(path: string): Promise<Token> {
  return parsedWorkflow(basename(path), readFileSync(path, 'utf8'));
}

/** The same, for a text. */
export async function parsedWorkflow(name: string, content: string): Promise<Token> {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  if (value !== undefined) await convertWorkflowTemplate(context, value);
  const problems = context.errors.getErrors().map(({ message }) => message);
  if (value === undefined || problems.length > 0) {
    throw new Error(`${name} is no workflow:\n${problems.join('\n')}`);
  }
  return value;
}
