import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import { isBasicExpression, isMapping, isSequence } from '@actions/workflow-parser';
import { ensureStatusFunction } from '@actions/workflow-parser/model/converter/if-condition';
import type { Token } from './read-workflow.ts';
import { at, entriesOf, wordOf } from './read-workflow.ts';

export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

/** What expressions see: contexts by name, and how it went so far. */
export interface Scope {
  contexts: Record<string, Value>;
  /** What success() and failure() answer: after a skipped job both are false. */
  success: boolean;
  failure: boolean;
}

const CONTEXTS = 'env github inputs job jobs matrix needs runner secrets steps strategy vars';

/** The value of a token, its expressions evaluated with GitHub's own package. */
export function evaluate(token: Token, scope: Scope): Value {
  if (isBasicExpression(token)) return evaluateExpression(token.expression, scope);
  if (isSequence(token)) return [...token].map((item) => evaluate(item, scope));
  if (isMapping(token)) {
    return Object.fromEntries(
      entriesOf(token).map(([key, value]) => [key, evaluate(value, scope)]),
    );
  }
  return JSON.parse(JSON.stringify(token.toJSON())) as Value;
}

/** A mapping of texts, as `with:`, `env:` and `outputs:` are. */
export function evaluateTexts(token: Token | undefined, scope: Scope): Record<string, string> {
  return Object.fromEntries(
    entriesOf(token).map(([key, value]) => [key, asText(evaluate(value, scope))]),
  );
}

/** The text at a path of keys; '' where there is none. */
export function textAt(token: Token | undefined, path: string[], scope: Scope): string {
  const found = at(token, ...path);
  return found === undefined ? '' : asText(evaluate(found, scope));
}

/** Whether an `if:` lets its job or step run; without a status function it needs success(). */
export function holds(condition: Token | undefined, scope: Scope): boolean {
  const text =
    condition !== undefined && isBasicExpression(condition)
      ? condition.expression
      : wordOf(condition).trim();
  const whole = text === '' ? 'success()' : ensureStatusFunction(text, condition?.definitionInfo);
  return evaluateExpression(`!(${whole})`, scope) === false;
}

/** As GitHub turns a value into a text: null is empty. */
function asText(value: Value): string {
  return toData(value).coerceString();
}

function evaluateExpression(text: string, { contexts, success, failure }: Scope): Value {
  // Nothing is ever cancelled from outside here.
  const answers = { success, failure, always: true, cancelled: false };
  const functions = Object.entries(answers).map(([name, answer]) => {
    const call = () => new data.BooleanData(answer);
    return [name, { name, minArgs: 0, maxArgs: 0, call }] as const;
  });
  const known = functions.map(([, definition]) => definition);
  const tree = new Parser(new Lexer(text).lex().tokens, CONTEXTS.split(' '), known).parse();
  const dictionary = toData(contexts) as data.Dictionary;
  const result = new Evaluator(tree, dictionary, new Map(functions)).evaluate();
  return JSON.parse(JSON.stringify(result, data.replacer)) as Value;
}

function toData(value: Value): data.ExpressionData {
  return JSON.parse(JSON.stringify(value), data.reviver) as data.ExpressionData;
}
