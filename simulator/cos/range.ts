import { cosError } from './errors.ts';

export interface ByteRange {
  start: number;
  /** Not included. */
  end: number;
}

/**
 * The part of `size` bytes that a Range header asks for; null for all of them: without a header, and
 * with one that is not a single range of bytes. Throws InvalidRange.
 */
export function readRange(header: string | null, size: number): ByteRange | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null) return null;
  const [, first = '', last = ''] = match;
  if (first === '') return last === '' ? null : suffix(Number(last), size);
  const start = Number(first);
  const end = last === '' ? size : Math.min(size, Number(last) + 1);
  if (start >= size || end <= start) throw notSatisfiable(size);
  return { start, end };
}

function suffix(length: number, size: number): ByteRange {
  if (length === 0 || size === 0) throw notSatisfiable(size);
  return { start: Math.max(0, size - length), end: size };
}

function notSatisfiable(size: number): Error {
  return cosError('InvalidRange', { headers: { 'Content-Range': `bytes */${size}` } });
}
