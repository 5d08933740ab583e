// The types of inputs for the documents, derived from the values that a parser accepts.

/**
 * Values that distinguish the types. The first type whose values are all accepted or rejected as
 * listed wins.
 */
const TYPES = [
  { type: 'boolean', takes: ['true', 'false'], refuses: ['0'] },
  { type: '`auto` or duration', takes: ['auto', '10s'], refuses: ['x'] },
  { type: 'seconds or duration', takes: ['60', '5m'], refuses: ['x'] },
  { type: 'duration', takes: ['10s', '5m'], refuses: ['60', 'x'] },
  { type: 'number', takes: ['1'], refuses: ['1.5', 'x', '5m'] },
];

const CHINESE = {
  boolean: '布尔值',
  '`auto` or duration': '`auto` 或时长',
  'seconds or duration': '秒数或时长',
  duration: '时长',
  number: '整数',
  list: '列表',
  text: '文本',
};

/**
 * Returns the type of an input: `boolean`, `duration`, or its words such as `` `keep`, `revert` ``.
 */
export function getInputType({ parser, description, example }) {
  const takes = (text) => 'value' in parser.parse(text);
  const found = TYPES.find((each) => each.takes.every(takes) && !each.refuses.some(takes));
  if (found) return found.type;
  const words = takes('no-such-word') ? [] : listCode(description).filter(takes);
  if (words.length > 0) return words.map((word) => `\`${word}\``).join(', ');
  const { value } = parser.parse(example.split('   ')[0]);
  return Array.isArray(value) ? 'list' : 'text';
}

/** Translates a type to Chinese; words stay unchanged. */
export function translateType(type) {
  return CHINESE[type] ?? type.replaceAll(', ', '、');
}

/** Lists the single words in backticks in a description, which include all words of a choice. */
function listCode(description) {
  return [...new Set(Array.from(description.matchAll(/`([\w-]+)`/g), ([, word]) => word))];
}
