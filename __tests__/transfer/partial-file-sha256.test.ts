import { describe, expect, it } from '@jest/globals';
import { toHexSha256 } from '../../src/transfer/partial-file.ts';

/** Of the empty file, as every tool prints it. */
const HEX = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const BASE64 = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

describe('hexSha256', () => {
  it.each([
    [HEX],
    [HEX.toUpperCase()],
    [` ${HEX}\n`],
    [BASE64],
    [BASE64.slice(0, -1)],
    [BASE64.replaceAll('+', '-').replaceAll('/', '_')],
  ])('takes %s', (expected) => {
    expect(toHexSha256(expected)).toBe(HEX);
  });

  it.each([[''], [HEX.replace('e', 'f')], [HEX.slice(1)], [BASE64.replace('4', '5')], ['no hash']])(
    'refuses %j',
    (expected) => {
      expect(toHexSha256(expected)).not.toBe(HEX);
    },
  );
});
