import { message } from '../../text/message.ts';
import { headerWord, invalid } from './input-parsers.ts';
import type { Parser } from './input-parsers.ts';

/** Cities whose names people write without the prefix, by the prefix of their region. */
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

/** `ap-guangzhou`, and `ap-guangzhou-3` for one of its zones. */
const ZONE = /^([a-z]{2}-[a-z]+)-\d+$/;
const REGION = /^(?:ap|na|eu|sa|me|af)-[a-z]/;

/** A region. Other words than the known regions are taken as they are: there are always new ones. */
export const regionName: Parser<string> = {
  parse: (text) => {
    const parsed = headerWord.parse(text);
    const meant = 'value' in parsed ? findMeantRegion(text) : undefined;
    return meant === undefined || meant === text
      ? parsed
      : invalid(text, message('input.use', { choice: meant }));
  },
};

/** The region that another form of its name, a city or a zone stands for. */
function findMeantRegion(text: string): string | undefined {
  const word = text.toLowerCase().replaceAll('_', '-');
  const [prefix] = [...CITIES].find(([, cities]) => cities.includes(word)) ?? [];
  if (prefix !== undefined) return `${prefix}-${word}`;
  if (!REGION.test(word)) return undefined;
  return ZONE.exec(word)?.[1] ?? word;
}
