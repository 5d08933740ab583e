import type { EN } from './messages/en.ts';
import type { Template } from './messages/template.ts';

/** A key of the catalogue, such as `rollout.timed-out`. */
export type MessageKey = keyof typeof EN;

/** A text of the catalogue as data. Its language is chosen when it is printed. */
export interface Message {
  readonly key: MessageKey;
  readonly values: Readonly<Record<string, Text | number>>;
}

/** A duration in milliseconds, printed as `4 min 12 s`. */
export interface Duration {
  readonly duration: number;
}

/** The separator between texts. */
export type Separator = 'comma' | 'enumeration' | 'semicolon' | 'colon' | 'dot' | 'space' | 'line';

/** A sequence of texts: a list that ends with a conjunction, or parts with a separator. */
export interface TextList {
  readonly items: readonly Text[];
  readonly join: 'and' | 'or' | Separator;
}

/**
 * Any text for people. Strings are printed unchanged in every language: names, versions, and
 * messages of the API or the system.
 */
export type Text = string | Message | Duration | TextList;

type Placeholders<Line extends string> = Line extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

type PlaceholdersOf<Entry extends Template> = Entry extends string
  ? Placeholders<Entry>
  : 'count' | Placeholders<Extract<Entry, { one: string }>['one' | 'other']>;

type Values<Key extends MessageKey> = [PlaceholdersOf<(typeof EN)[Key]>] extends [never]
  ? []
  : [values: Readonly<Record<PlaceholdersOf<(typeof EN)[Key]>, Text | number>>];

/** Creates a text of the catalogue. TypeScript checks that every placeholder has a value. */
export function message<Key extends MessageKey>(key: Key, ...[values]: Values<Key>): Message {
  return { key, values: values ?? {} };
}

/** Returns the list `a, b or c`, in the language in which it is printed. */
export function listTexts(items: readonly Text[], join: 'and' | 'or'): TextList {
  return { items, join };
}

/** Joins the non-empty texts with a separator; '' if all are empty. */
export function joinTexts(join: Separator, ...texts: readonly Text[]): Text {
  const items = texts.filter((text) => text !== '');
  return items.length < 2 ? (items[0] ?? '') : { items, join };
}

/** Returns a time in milliseconds as a text. */
export function durationText(ms: number): Duration {
  return { duration: ms };
}

/** `6 instances` */
export function instancesText(count: number): Message {
  return message('words.instances', { count });
}

/** Returns the key of a message of the catalogue; '' for other texts. */
export function getMessageKey(text: Text): MessageKey | '' {
  return typeof text === 'object' && 'key' in text ? text.key : '';
}
