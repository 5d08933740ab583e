import type { Strategy } from './tem-state.ts';

/** How `instances` are divided: a beta batch of half of them at most, then the others evenly. */
export function planBatches(
  wanted: { readonly strategy: Strategy; readonly batches: number; readonly betaPods: number },
  instances: number,
): { readonly isBeta: boolean; readonly size: number }[] {
  const half = Math.floor(instances / 2);
  const beta = wanted.strategy === 'BETA' ? Math.min(Math.max(1, wanted.betaPods), half) : 0;
  const rest = instances - beta;
  const count = Math.max(1, Math.min(wanted.batches, rest));
  const others = Array.from({ length: count }, (_, index) => {
    return Math.floor((rest * (index + 1)) / count) - Math.floor((rest * index) / count);
  });
  return [
    ...(beta > 0 ? [{ isBeta: true, size: beta }] : []),
    ...others.map((size) => ({ isBeta: false, size })),
  ];
}
