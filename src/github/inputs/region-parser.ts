import { message } from '../../text/message.ts';
import { headerWord, invalid } from './input-parsers.ts';
import type { Parser } from './input-parsers.ts';

/** Cities that users write without the region's prefix, by that prefix. */
const CITIES: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'ap',
    [
      'guangzhou',
      'shanghai',
      'beijing',
      'nanjing',
      'chengdu',
      'chongqing',
      'hongkong',
      'singapore',
      'jakarta',
      'bangkok',
      'mumbai',
      'seoul',
      'tokyo',
    ],
  ],
  ['na', ['ashburn', 'siliconvalley', 'toronto']],
  ['eu', ['frankfurt', 'moscow']],
  ['sa', ['saopaulo']],
]);

/** `ap-guangzhou-3` is a zone of the region `ap-guangzhou`. */
const ZONE = /^([a-z]{2}-[a-z]+)-\d+$/;
const REGION = /^(?:ap|na|eu|sa|me|af)-[a-z]/;

/** Parses a region. Unknown regions are accepted, because Tencent Cloud adds new ones. */
export const regionName: Parser<string> = {
  parse: (text) => {
    const parsed = headerWord.parse(text);
    const meant = 'value' in parsed ? findMeantRegion(text) : undefined;
    return meant === undefined || meant === text
      ? parsed
      : invalid(text, message('input.use', { choice: meant }));
  },
};

/** Returns the region meant by another spelling, a city or a zone. */
function findMeantRegion(text: string): string | undefined {
  const word = text.toLowerCase().replaceAll('_', '-');
  const [prefix] = [...CITIES].find(([, cities]) => cities.includes(word)) ?? [];
  if (prefix !== undefined) return `${prefix}-${word}`;
  if (!REGION.test(word)) return undefined;
  return ZONE.exec(word)?.[1] ?? word;
}
