/**
 * The region to ask STS in: the step's own, or one that serves every account of the site. A role is
 * of the account, not of a region.
 */
export function stsRegion(region: string | undefined, endpoint: string): string {
  if (region) return region;
  return /(^|[./])intl\./.test(endpoint) ? 'ap-singapore' : 'ap-guangzhou';
}
