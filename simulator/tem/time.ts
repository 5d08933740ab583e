const BEIJING_OFFSET = 8 * 3600 * 1000;

/** "2024-12-20 17:00:23", UTC+8, as the cloud writes times. */
export function beijingTime(milliseconds: number): string {
  return isoTime(milliseconds + BEIJING_OFFSET)
    .replace('T', ' ')
    .replace('Z', '');
}

/** "2024-12-20T09:00:23Z", as the cloud writes StartTime (and all times of Info.PodList). */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
