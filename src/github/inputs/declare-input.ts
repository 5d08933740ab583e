import type { Parser } from './input-parsers.ts';

/** One input: its parser and its documentation. */
export interface InputDeclaration<Value = unknown> {
  readonly parser: Parser<Value>;
  /** The default in action.yml, as text that the parser accepts. */
  readonly default?: string;
  /** One to three sentences, for action.yml and the documents. Code is in backticks. */
  readonly description: string;
  /** The Chinese description, for the Chinese documents. */
  readonly chinese: string;
  /** The value shown in a line to add, and where to find it. */
  readonly example: string;
  /** Environment variables that are read, in this order, if the input is blank. */
  readonly environment?: readonly string[];
}

/** `application-id` -> `applicationId`. */
export type CamelCase<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

/** `application-id` -> `applicationId`. */
export function camelCase<Name extends string>(name: Name): CamelCase<Name> {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()) as CamelCase<Name>;
}
