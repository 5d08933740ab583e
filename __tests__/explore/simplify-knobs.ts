/**
 * Simpler scenarios, made knob by knob: back to the baseline, without an element of a list, half way
 * to the baseline. Objects and lists are taken apart in the same way.
 */
export function simplifyKnobs<Scenario extends object>(
  baseline: Scenario,
  scenario: Scenario,
): Scenario[] {
  const usual = new Map<string, unknown>(Object.entries(baseline));
  const changed = Object.entries(scenario).filter(
    ([name, value]) => !isSame(value, usual.get(name)),
  );
  const reset = changed.map(([name]) => ({ ...scenario, [name]: usual.get(name) }));
  const reduced = changed.flatMap(([name, value]) =>
    simplifyValue(value, usual.get(name)).map((simpler) => ({ ...scenario, [name]: simpler })),
  );
  return [...reset, ...reduced];
}

function simplifyValue(value: unknown, usual: unknown): unknown[] {
  if (typeof value === 'number')
    return simplifyNumber(value, typeof usual === 'number' ? usual : 0);
  if (Array.isArray(value)) return simplifyList(value);
  if (typeof value !== 'object' || value === null) return [];
  const old = new Map<string, unknown>(Object.entries(usual ?? {}));
  return Object.entries(value).flatMap(([name, own]: [string, unknown]) => {
    const resets = old.has(name) && !isSame(own, old.get(name)) ? [old.get(name)] : [];
    return [...resets, ...simplifyValue(own, old.get(name))].map((simpler) => ({
      ...value,
      [name]: simpler,
    }));
  });
}

function simplifyList(list: readonly unknown[]): unknown[] {
  const shorter = list.map((_, index) => list.filter((__, other) => other !== index));
  const simpler = list.flatMap((item, index) =>
    simplifyValue(item, undefined).map((one) => list.with(index, one)),
  );
  return [...shorter, ...simpler];
}

/** Rounder, then half way to the usual value. */
function simplifyNumber(value: number, usual: number): number[] {
  const half = usual + Math.trunc((value - usual) / 2);
  const rounded = value >= 20 ? Math.round(value / 10) * 10 : Math.round(value);
  return [...new Set([half, rounded])].filter(
    (one) => one !== value && Math.abs(one - usual) <= Math.abs(value - usual),
  );
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
