import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Sizes in MB (10⁶ bytes). */
export interface Sizes {
  readonly all: number;
  readonly index: number;
}

/** What a release may weigh: the runner downloads all of dist/, and Node parses index.js. */
export const SIZE_TARGETS: Sizes = { all: 2.8, index: 1 };

/** Returns the sizes of the folder that contains an action's entry. */
export function sizesOf(entry: string): Sizes {
  const folder = dirname(entry);
  const bytes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
  return {
    all: bytes.reduce((sum, size) => sum + size, 0) / 1e6,
    index: statSync(entry).size / 1e6,
  };
}
