import type { Catalogue } from '../template.ts';

/** Parts that other texts are made of. */
export const WORDS = {
  'words.instances': { one: '1 instance', other: '{count} instances' },
  'words.and': '{first} and {last}',
  'words.or': '{first} or {last}',
  'words.separator-comma': ', ',
  'words.separator-enumeration': ', ',
  'words.separator-semicolon': '; ',
  'words.separator-colon': ': ',
  'words.label': '{label}:',
  'words.separator-dot': ' · ',
  'words.separator-space': ' ',
  'words.separator-line': '\n',
  'words.hours': '{count} h',
  'words.minutes': '{count} min',
  'words.seconds': '{count} s',
  'words.and-more': '… and {count} more',
  'words.message': 'Message',
  'words.fix': 'Fix',
  'words.why': 'Why',
  'words.code': '`{code}`',
  'words.remark': '{text} ({remark})',
} as const satisfies Catalogue;
