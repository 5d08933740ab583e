import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { toHexSha256 } from '../../src/transfer/partial-file.ts';
import { anyText } from './any-text.ts';

/** Of the empty file, as every tool prints it. */
const HEX = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const BASE64 = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

describe('toHexSha256', () => {
  it.each([
    HEX,
    HEX.toUpperCase(),
    ` ${HEX}\n`,
    BASE64,
    BASE64.slice(0, -1),
    BASE64.replaceAll('+', '-').replaceAll('/', '_'),
  ])('takes %s', (given) => {
    expect(toHexSha256(given)).toBe(HEX);
  });

  it.each(['', HEX.replace('e', 'f'), HEX.slice(1), BASE64.replace('4', '5'), 'no hash'])(
    'does not take %j for it',
    (given) => {
      expect(toHexSha256(given)).not.toBe(HEX);
    },
  );

  it('never takes a text for the digest of something else', () => {
    fc.assert(
      fc.property(anyText, fc.uint8Array(), (given, content) => {
        const digest = createHash('sha256').update(content).digest();
        const hex = digest.toString('hex');
        expect(toHexSha256(given)).not.toBe(hex);
        for (const form of [hex, digest.toString('base64'), digest.toString('base64url')]) {
          expect(toHexSha256(form)).toBe(hex);
          expect(toHexSha256(`${form}${given}x`)).not.toBe(hex);
        }
      }),
      { numRuns: 300 },
    );
  });
});
