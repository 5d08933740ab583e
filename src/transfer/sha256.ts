/**
 * The digest in lower-case hex, be it given in hex of any case or in base64, with or without
 * padding, as SCF's CodeSha256 and others write it. What is no SHA-256 stays as it is.
 */
export function hexSha256(given: string): string {
  const digest = given.trim();
  if (/^[0-9a-f]{64}$/i.test(digest)) return digest.toLowerCase();
  return /^[\w+/-]{43}=?$/.test(digest) ? Buffer.from(digest, 'base64').toString('hex') : digest;
}
