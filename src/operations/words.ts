/** "6 instances" */
export function instances(count: number): string {
  return `${count} instance${count === 1 ? '' : 's'}`;
}

/** The parts that say something, with a dot between them. */
export function join(...parts: readonly string[]): string {
  return parts.filter(Boolean).join(' · ');
}

/** "4 min 12 s" */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const parts = [
    hours > 0 ? `${hours} h` : '',
    minutes > 0 ? `${minutes} min` : '',
    seconds % 60 > 0 || seconds === 0 ? `${seconds % 60} s` : '',
  ];
  return parts.filter(Boolean).join(' ');
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** "48.2 MB"; decimal units, as disks and networks are sold. */
export function bytes(count: number): string {
  let [value, unit] = [count, 0];
  while (value >= 1000 && unit < UNITS.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${unit === 0 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit] ?? 'TB'}`;
}
