import type { ApplicationVersion } from '../../../src/tencent/services/car-api.ts';

/** A version as a list has it. */
export function version(
  versionId: string,
  more: Partial<ApplicationVersion> = {},
): ApplicationVersion {
  const usual = { name: 'game', size: 8, status: 'Usable', createTime: '2026-01-01T00:00:00Z' };
  return { versionId, ...usual, ...more };
}

/** Versions with these statuses, by their IDs. */
export function versions(statuses: Readonly<Record<string, string>>): ApplicationVersion[] {
  return Object.entries(statuses).map(([versionId, status], index) =>
    version(versionId, { status, createTime: `2026-01-0${index + 1}T00:00:00Z` }),
  );
}
