import type { EN } from './messages/en.ts';
import type { Template } from './messages/template.ts';

/** The name of a text in the catalogue: `rollout.timed-out`. */
export type MessageKey = keyof typeof EN;

/** A text of ours as data: its language is chosen when it is printed. */
export interface Message {
  readonly key: MessageKey;
  readonly values: Readonly<Record<string, Text | number>>;
}

/** A time in milliseconds, printed as `4 min 12 s`. */
export interface Duration {
  readonly duration: number;
}

/** What separates texts that are printed one after another. */
export type Separator = 'comma' | 'enumeration' | 'semicolon' | 'colon' | 'dot' | 'space' | 'line';

/** Texts in a row: a list that ends with a conjunction, or parts with a separator between them. */
export interface TextList {
  readonly items: readonly Text[];
  readonly join: 'and' | 'or' | Separator;
}

/**
 * Anything that people read. A string is printed as it is in every language: names, versions, and
 * what the cloud or the system answered.
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

/** A text of the catalogue. The compiler checks that each of its placeholders has a value. */
export function message<Key extends MessageKey>(key: Key, ...[values]: Values<Key>): Message {
  return { key, values: values ?? {} };
}

/** `a, b or c`, in the language that it is printed in. */
export function listTexts(items: readonly Text[], join: 'and' | 'or'): TextList {
  return { items, join };
}

/** The texts that are not empty, with a separator between them; '' if all of them are empty. */
export function joinTexts(join: Separator, ...texts: readonly Text[]): Text {
  const items = texts.filter((text) => text !== '');
  return items.length < 2 ? (items[0] ?? '') : { items, join };
}

/** A time in milliseconds as a text. */
export function durationText(ms: number): Duration {
  return { duration: ms };
}

/** `6 instances` */
export function instancesText(count: number): Message {
  return message('words.instances', { count });
}

/** The key of a message of the catalogue; '' for any other text. */
export function getMessageKey(text: Text): MessageKey | '' {
  return typeof text === 'object' && 'key' in text ? text.key : '';
}
