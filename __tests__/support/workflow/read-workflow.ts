import { FeatureFlags } from '@actions/expressions/features';
import {
  convertWorkflowTemplate,
  isMapping,
  isScalar,
  isSequence,
  NoOperationTraceWriter,
  parseWorkflow,
} from '@actions/workflow-parser';
import {
  TemplateContext,
  TemplateValidationErrors,
} from '@actions/workflow-parser/templates/template-context';
import { getWorkflowSchema } from '@actions/workflow-parser/workflows/workflow-schema';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** A node of a workflow as GitHub's parser reads it: a scalar, a sequence, a mapping, an expression. */
export type Token = NonNullable<ReturnType<typeof parseWorkflow>['value']>;

/** Reads a workflow with GitHub's own parser. Throws all that it finds wrong, also in expressions. */
export async function readWorkflow(path: string): Promise<Token> {
  return parsedWorkflow(basename(path), readFileSync(path, 'utf8'));
}

/** The same, for a text. */
export async function parsedWorkflow(name: string, content: string): Promise<Token> {
  const errors = new TemplateValidationErrors();
  const trace = new NoOperationTraceWriter();
  const context = new TemplateContext(errors, getWorkflowSchema(), trace);
  // GitHub has them since June 2026; the parser still asks for a flag.
  const featureFlags = new FeatureFlags({ allowBackgroundSteps: true });
  context.state.featureFlags = featureFlags;
  const { value } = parseWorkflow({ name, content }, context);
  if (value !== undefined) {
    await convertWorkflowTemplate(context, value, undefined, { featureFlags });
  }
  const problems = context.errors.getErrors().map(({ message }) => message);
  if (value === undefined || problems.length > 0) {
    throw new Error(`${name} is no workflow:\n${problems.join('\n')}`);
  }
  return value;
}

/** The values of a mapping by key; none where there is no mapping. */
export function entriesOf(token: Token | undefined): [string, Token][] {
  if (token === undefined || !isMapping(token)) return [];
  return [...token].map(({ key, value }) => [key.toString(), value]);
}

/** The value at a path of keys, where there is one. */
export function at(token: Token | undefined, ...path: string[]): Token | undefined {
  return path.reduce<Token | undefined>(
    (found, name) => entriesOf(found).find(([key]) => key === name)?.[1],
    token,
  );
}

/** What a scalar says; nothing where there is none. */
export function wordOf(token: Token | undefined): string {
  return token !== undefined && isScalar(token) ? token.toString() : '';
}

/** The items of a sequence; a scalar counts as one. */
export function itemsOf(token: Token | undefined): Token[] {
  if (token === undefined) return [];
  return isSequence(token) ? [...token] : [token];
}
