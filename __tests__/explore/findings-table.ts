import type { Found } from './found.ts';

/** The runs of one part in which one property was broken. */
export interface Finding {
  readonly part: string;
  readonly property: string;
  readonly seeds: readonly number[];
}

/** The broken properties, part by part, the most frequent one first. */
export function groupFindings(found: readonly Found[]): Finding[] {
  const findings = new Map<string, { part: string; property: string; seeds: number[] }>();
  for (const { part, seed, violations } of found) {
    for (const property of new Set(violations.map((violation) => violation.property))) {
      const key = `${part} ${property}`;
      const finding = findings.get(key) ?? { part, property, seeds: [] };
      finding.seeds.push(seed);
      findings.set(key, finding);
    }
  }
  return [...findings.values()].sort((a, b) => b.seeds.length - a.seeds.length);
}

/** A table in Markdown: one row for each part, one column for each property that was broken. */
export function formatTable(found: readonly Found[]): string {
  const findings = groupFindings(found);
  const properties = [...new Set(findings.map(({ property }) => property))].sort();
  const parts = [...new Set(found.map(({ part }) => part))];
  const header = ['part', 'runs', 'with violations', ...properties];
  const rows = parts.map((part) => {
    const runs = found.filter((one) => one.part === part);
    const broken = runs.filter(({ violations }) => violations.length > 0);
    const counts = properties.map((property) => {
      const finding = findings.find((one) => one.part === part && one.property === property);
      return finding?.seeds.length ?? 0;
    });
    return [part, runs.length, broken.length, ...counts];
  });
  const lines = [header, header.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
