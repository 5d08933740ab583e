import type { Range } from './stable-file.ts';

export interface PlannedPart extends Range {
  readonly partNumber: number;
  /** Whether it can be split. */
  readonly isLarge: boolean;
}

/** Assigns the bytes of a file to the parts of an upload. */
export interface PartPlan {
  /** Returns the next part, small or large depending on `bytes`. */
  readonly take: (bytes: number) => PlannedPart | undefined;
  /** Returns the small parts that replace a large one. */
  readonly split: (part: PlannedPart) => PlannedPart[];
}

/** COS's highest part number. */
const MAX_PART_NUMBER = 10_000;

/**
 * Plans small parts of `partBytes`, and large ones that are a multiple of it. COS requires
 * ascending part numbers but allows gaps, so a part's number follows from its position in the file.
 * Large parts have even numbers and small ones odd numbers, so a large part that arrives late
 * cannot overwrite the small parts that replaced it.
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

/** Returns the size of small parts, larger than `partBytes` if there would be too many of them. */
function unitOf(bytes: number, partBytes: number): number {
  return Math.max(partBytes, Math.ceil((2 * bytes) / MAX_PART_NUMBER));
}
