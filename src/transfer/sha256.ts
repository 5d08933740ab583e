/**
 * True where `expected` is the digest `hex` (lower case), be it written in hex of any case or in
 * base64, with or without padding, as SCF's CodeSha256 and others write it.
 */
export function isSameSha256(expected: string, hex: string): boolean {
  const given = expected.trim();
  if (given.toLowerCase() === hex) return true;
  return /^[\w+/-]{43}=?$/.test(given) && Buffer.from(given, 'base64').toString('hex') === hex;
}
