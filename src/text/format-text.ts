import type { Duration, Message, MessageKey, Text, TextList } from './message.ts';
import { message } from './message.ts';
import { EN } from './messages/en.ts';
import type { Template } from './messages/template.ts';

/** The languages of the action's texts, as in the input `language`. */
export type Language = 'en-US' | 'zh-CN';

const CATALOGUES: Partial<Record<Language, Readonly<Record<MessageKey, Template>>>> = {
  'en-US': EN,
};

/** Loads the texts of a language. Until then its texts are English, which is always there. */
export async function loadTexts(language: Language): Promise<void> {
  if (language === 'zh-CN') CATALOGUES[language] ??= (await import('./messages/zh-cn.ts')).ZH_CN;
}

/** A piece of a text: words, or code that is in backticks in the catalogue. */
export interface Segment {
  readonly text: string;
  readonly isCode: boolean;
}

/** Formats a text in one language as plain words, with code in straight quotes. */
export function formatText(text: Text, language: Language): string {
  return splitText(text, language)
    .map((segment) => (segment.isCode ? `"${segment.text}"` : segment.text))
    .join('');
}

/**
 * Splits a text in one language into pieces, for media that format code in their own way. Values
 * are not sanitized; the medium must do that.
 */
export function splitText(text: Text, language: Language): Segment[] {
  const joined: Segment[] = [];
  for (const segment of toSegments(text, language)) {
    const last = joined.at(-1);
    const isSame = last !== undefined && !last.isCode && !segment.isCode;
    if (isSame) joined.pop();
    joined.push(isSame ? { ...last, text: last.text + segment.text } : segment);
  }
  return joined;
}

function toSegments(text: Text, language: Language): Segment[] {
  if (typeof text === 'string') return [{ text, isCode: false }];
  if ('duration' in text) return toSegments(splitDuration(text), language);
  return 'items' in text ? splitList(text, language) : splitMessage(text, language);
}

function splitMessage({ key, values }: Message, language: Language): Segment[] {
  const template = chooseForm((CATALOGUES[language] ?? EN)[key], values.count);
  return template.split(/(`[^`]*`)/).flatMap((part) => {
    const isCode = part.startsWith('`');
    const segments = fillPlaceholders(isCode ? part.slice(1, -1) : part, values, language);
    return isCode ? [{ text: segments.map(({ text }) => text).join(''), isCode }] : segments;
  });
}

function chooseForm(template: Template, count: Text | number | undefined): string {
  if (typeof template === 'string') return template;
  return count === 1 ? template.one : template.other;
}

function fillPlaceholders(part: string, values: Message['values'], language: Language): Segment[] {
  const pieces = part.split(/\{(\w+)\}/);
  return pieces.flatMap((piece, index) => {
    if (index % 2 === 0) return piece === '' ? [] : [{ text: piece, isCode: false }];
    // TypeScript sees to it that there is one; without it the gap shows.
    const value = values[piece] ?? `{${piece}}`;
    return toSegments(typeof value === 'number' ? String(value) : value, language);
  });
}

function splitList({ items, join }: TextList, language: Language): Segment[] {
  if (join === 'and' || join === 'or') {
    const [first, last] = [items.slice(0, -1), items.at(-1) ?? ''];
    if (first.length === 0) return toSegments(last, language);
    const head: TextList = { items: first, join: 'enumeration' };
    const key = join === 'and' ? 'words.and' : 'words.or';
    return toSegments(message(key, { first: head, last }), language);
  }
  const separator = toSegments(message(`words.separator-${join}`), language);
  return items.flatMap((item, index) => [
    ...(index > 0 ? separator : []),
    ...toSegments(item, language),
  ]);
}

/** `4 min 12 s`: to the second, without zero units. */
function splitDuration({ duration }: Duration): TextList {
  const seconds = Math.round(duration / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const hasSeconds = seconds % 60 > 0 || seconds === 0;
  return {
    join: 'space',
    items: [
      ...(hours > 0 ? [message('words.hours', { count: hours })] : []),
      ...(minutes > 0 ? [message('words.minutes', { count: minutes })] : []),
      ...(hasSeconds ? [message('words.seconds', { count: seconds % 60 })] : []),
    ],
  };
}
