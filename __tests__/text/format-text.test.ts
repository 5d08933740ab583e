import { beforeAll, describe, expect, it } from '@jest/globals';
import { formatText, loadTexts, splitText } from '../../src/text/format-text.ts';
import type { Text } from '../../src/text/message.ts';
import {
  durationText,
  instancesText,
  joinTexts,
  listTexts,
  message,
} from '../../src/text/message.ts';

beforeAll(() => loadTexts('zh-CN'));

describe('a text', () => {
  it.each<[Text, string, string]>([
    ['shop v2', 'shop v2', 'shop v2'],
    ['{count} `x`', '{count} `x`', '{count} `x`'],
    [instancesText(1), '1 instance', '1 个实例'],
    [instancesText(6), '6 instances', '6 个实例'],
    [durationText(0), '0 s', '0 秒'],
    [durationText(400), '0 s', '0 秒'],
    [durationText(59_400), '59 s', '59 秒'],
    [durationText(59_600), '1 min', '1 分钟'],
    [durationText(252_000), '4 min 12 s', '4 分钟 12 秒'],
    [durationText(3_600_000), '1 h', '1 小时'],
    [durationText(3_605_000), '1 h 5 s', '1 小时 5 秒'],
    [durationText(5_400_000), '1 h 30 min', '1 小时 30 分钟'],
    [listTexts([], 'or'), '', ''],
    [listTexts(['a'], 'or'), 'a', 'a'],
    [listTexts(['a', 'b', 'c'], 'or'), 'a, b or c', 'a、b 或 c'],
    [listTexts(['a', 'b'], 'and'), 'a and b', 'a 和 b'],
    [joinTexts('dot', 'a', '', instancesText(2)), 'a · 2 instances', 'a · 2 个实例'],
    [joinTexts('dot', '', ''), '', ''],
    [message('words.label', { label: '{label} `x`' }), '{label} `x`:', '{label} `x`：'],
  ])('%j is "%s" or "%s"', (text, english, chinese) => {
    expect(formatText(text, 'en-US')).toBe(english);
    expect(formatText(text, 'zh-CN')).toBe(chinese);
  });

  it('keeps code apart from words, and never takes a value for code', () => {
    const segments = splitText(message('words.label', { label: 'a `b`' }), 'en-US');
    expect(segments.some(({ isCode }) => isCode)).toBe(false);
  });
});
