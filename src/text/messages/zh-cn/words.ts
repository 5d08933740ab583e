import type { WORDS } from '../en/words.ts';
import type { Template } from '../template.ts';

/** Parts that other texts are made of. */
export const WORDS_ZH: Readonly<Record<keyof typeof WORDS, Template>> = {
  'words.instances': '{count} 个实例',
  'words.and': '{first} 和 {last}',
  'words.or': '{first} 或 {last}',
  'words.separator-comma': '，',
  'words.separator-enumeration': '、',
  'words.separator-semicolon': '；',
  'words.separator-colon': '：',
  'words.label': '{label}：',
  'words.separator-dot': ' · ',
  'words.separator-space': ' ',
  'words.separator-line': '\n',
  'words.hours': '{count} 小时',
  'words.minutes': '{count} 分钟',
  'words.seconds': '{count} 秒',
  'words.and-more': '……另有 {count} 条',
  'words.message': '返回信息',
  'words.fix': '解决方法',
  'words.why': '原因',
  'words.code': '`{code}`',
  'words.remark': '{text}（{remark}）',
  'words.stage-console': '控制台',
};
