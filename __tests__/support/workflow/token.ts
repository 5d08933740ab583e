import type { parseWorkflow } from '@actions/workflow-parser';
import { isMapping, isScalar, isSequence } from '@actions/workflow-parser';

/** A node of a workflow as GitHub's parser reads it: a scalar, a sequence, a mapping, an expression. */
export type Token = NonNullable<ReturnType<typeof parseWorkflow>['value']>;

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
