import { describe, expect, it } from '@jest/globals';
import { regionName } from '../../../src/github/inputs/region-parser.ts';

describe('a region', () => {
  it.each(['ap-guangzhou', 'ap-shanghai-fsi', 'ap-newcity', 'na-ashburn', 'moon', 'REGION-1'])(
    'is taken as it is: %s',
    (text) => {
      expect(regionName.parse(text)).toEqual({ value: text });
    },
  );

  it.each([
    ['guangzhou', 'ap-guangzhou'],
    ['Frankfurt', 'eu-frankfurt'],
    ['ap_guangzhou', 'ap-guangzhou'],
    ['AP-GUANGZHOU', 'ap-guangzhou'],
    ['ap-guangzhou-3', 'ap-guangzhou'],
  ])('in another form is refused: %s', (text, choice) => {
    expect(regionName.parse(text)).toMatchObject({ fix: { key: 'input.use', values: { choice } } });
  });

  it.each(['ap guangzhou', 'ap-广州'])('is no word of a header: %s', (text) => {
    expect(regionName.parse(text)).not.toHaveProperty('value');
  });
});
