import { SERVICE_NAMES } from '../github/inputs/service-inputs.ts';

/**
 * Returns the start page of a service's console; '' for an operation that is none of this action's.
 * The URL of a single application's page is not documented.
 */
export function getConsoleUrl(operation: string, endpoint = ''): string {
  const service = SERVICE_NAMES.find((name) => operation.startsWith(`${name}-`));
  // STS has no operations: only the credentials call it.
  if (service === undefined || service === 'sts') return '';
  const isInternational = /(^|[./])intl\.|tencentcloud\.com/.test(endpoint);
  const host = isInternational ? 'console.tencentcloud.com' : 'console.cloud.tencent.com';
  return `https://${host}/${service}`;
}
