import type { Range } from './stable-file.ts';

export interface PlannedPart extends Range {
  readonly partNumber: number;
  /** Whether it can be split. */
  readonly isLarge: boolean;
}

/** Which bytes of a file go in which part of an upload. */
export interface PartPlan {
  /** The next part; small or large, as asked for. */
  readonly take: (bytes: number) => PlannedPart | undefined;
  /** The small parts in place of a large one. */
  readonly split: (part: PlannedPart) => PlannedPart[];
}

/** COS takes no higher number in an upload. */
const MAX_PART_NUMBER = 10_000;

/**
 * Plans small parts of `partBytes` and large ones of some times as many. COS wants numbers that
 * ascend, not numbers without gaps: a part's number comes from its place in the file. Large parts
 * have even numbers and small ones odd ones, so that what comes late of a large part overwrites none
 * of the small ones in its place.
 */
export function planParts(bytes: number, partBytes: number): PartPlan {
  const unit = unitOf(bytes, partBytes);
  let position = 0;
  const partAt = (start: number, length: number): PlannedPart => {
    const isLarge = length > unit;
    return { start, length, isLarge, partNumber: (2 * start) / unit + (isLarge ? 2 : 1) };
  };
  return {
    take: (wanted) => {
      if (position >= bytes) return undefined;
      const units = Math.max(1, Math.floor(wanted / partBytes));
      const part = partAt(position, Math.min(units * unit, bytes - position));
      position += part.length;
      return part;
    },
    split: ({ start, length }) =>
      Array.from({ length: Math.ceil(length / unit) }, (_, index) =>
        partAt(start + index * unit, Math.min(unit, length - index * unit)),
      ),
  };
}

/** Larger small parts where there would be too many. */
function unitOf(bytes: number, partBytes: number): number {
  return Math.max(partBytes, Math.ceil((2 * bytes) / MAX_PART_NUMBER));
}
