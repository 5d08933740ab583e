import type { Expr } from '@actions/expressions';
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import { isBasicExpression, isMapping, isSequence } from '@actions/workflow-parser';
import { ensureStatusFunction } from '@actions/workflow-parser/model/converter/if-condition';
import type { Token } from './token.ts';
import { entriesOf, wordOf } from './token.ts';

export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

/** What expressions see: contexts by name, and how it went so far. */
export interface Scope {
  contexts: Record<string, Value>;
  status: Status;
}

/** What success() and failure() answer; nothing is ever cancelled from outside here. */
export interface Status {
  success: boolean;
  failure: boolean;
}

const CONTEXTS = [
  ...['env', 'github', 'inputs', 'job', 'jobs', 'matrix', 'needs'],
  ...['runner', 'secrets', 'steps', 'strategy', 'vars'],
];

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

/** Whether an `if:` lets its job or step run; without a status function it needs success(). */
export function holds(condition: Token | undefined, scope: Scope): boolean {
  const text = condition === undefined ? '' : expressionOf(condition);
  const whole = text === '' ? 'success()' : ensureStatusFunction(text, condition?.definitionInfo);
  return evaluateExpression(`!(${whole})`, scope) === false;
}

/** As GitHub turns a value into a text: null is empty. */
export function asText(value: Value): string {
  return toData(value).coerceString();
}

function expressionOf(token: Token): string {
  return isBasicExpression(token) ? token.expression : wordOf(token).trim();
}

function evaluateExpression(text: string, { contexts, status }: Scope): Value {
  const functions = statusFunctions(status);
  const tree: Expr = new Parser(tokensOf(text), CONTEXTS, [...functions.values()]).parse();
  const dictionary = toData(contexts) as data.Dictionary;
  const result = new Evaluator(tree, dictionary, functions).evaluate();
  return JSON.parse(JSON.stringify(result, data.replacer)) as Value;
}

/** The package's lexer turns only the first `''` of a string into `'`. */
function tokensOf(text: string): Lexed {
  const { tokens } = new Lexer(text).lex();
  return tokens.map((token) =>
    typeof token.value === 'string' && token.lexeme.startsWith("'")
      ? { ...token, value: token.lexeme.slice(1, -1).replaceAll("''", "'") }
      : token,
  );
}

type Lexed = ReturnType<Lexer['lex']>['tokens'];

function statusFunctions({ success, failure }: Status) {
  const answers = { success, failure, always: true, cancelled: false };
  return new Map(
    Object.entries(answers).map(([name, answer]) => [
      name,
      { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(answer) },
    ]),
  );
}

function toData(value: Value): data.ExpressionData {
  return JSON.parse(JSON.stringify(value), data.reviver) as data.ExpressionData;
}
