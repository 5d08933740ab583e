import fc from 'fast-check';
import { hostileText } from '../support/hostile.ts';

/** Pieces of paths and addresses that lead elsewhere than they seem to. */
const PIECES = [
  ...['..', '.', '/', '\\', '//', '%2e%2e', '%2f', '%00', '%', '%ff', '\u0000', '\n', '\r\n', ' '],
  ...['~', 'C:', 'CON', 'a', 'app', '.zip', '…', '応', '\ud800', '\u202e', '*', '**', '?', '['],
  ...[']', '{', '}', ',', '!(', '+(', ')', '|', '@', '#', ':', 'https:', 'http:', 'file:', 'cosn:'],
  ...['localhost', '127.0.0.1', '[::1]', '0x7f.1', '2130706433', 'h', '.myqcloud.com'],
  ...['evil.example', 'user:password@', '?sign=SECRET', '#SECRET', '{bucket}', '{region}'],
  ...[':80', ':99999'],
];

/** Paths and addresses that somebody might try. */
export const anyText = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((parts) => parts.join('')),
  hostileText,
);
