import type { Parser } from './input-parsers.ts';

/** One input: how its text is parsed, and what users read about it. */
export interface InputDeclaration<Value = unknown> {
  readonly parser: Parser<Value>;
  /** As action.yml has it: a text that the parser takes. */
  readonly default?: string;
  /** One to three sentences, for action.yml and the documents. Code is in backticks. */
  readonly description: string;
  /** The same in Chinese, for the Chinese documents. */
  readonly chinese: string;
  /** What stands behind the name in a line to add, and where to find it. */
  readonly example: string;
  /** Environment variables that are read, in this order, where the input is blank. */
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
