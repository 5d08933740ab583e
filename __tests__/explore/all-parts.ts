import { CAR_PARTS } from './car/car-parts.ts';
import { DLC_SCF_PART } from './dlc-scf/one-call-part.ts';
import type { OpaquePart } from './part.ts';
import { TEM_PARTS } from './tem/tem-parts.ts';

/** Every part of the explorer: a model with the scenarios that are run on it. */
export const PARTS: readonly OpaquePart[] = [...TEM_PARTS, ...CAR_PARTS, DLC_SCF_PART];

export function findPart(name: string): OpaquePart {
  const part = PARTS.find((one) => one.name === name);
  if (!part) throw new Error(`There is no part ${name}.`);
  return part;
}
