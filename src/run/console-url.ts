import { OPERATION_SERVICES } from '../github/inputs/service-inputs.ts';

/**
 * Returns the start page of a service's console; '' for an operation that is none of this action's.
 * The URL of a single application's page is not documented.
 */
export function getConsoleUrl(operation: string, endpoint = ''): string {
  const service = OPERATION_SERVICES.find((name) => operation.startsWith(`${name}-`));
  if (service === undefined) return '';
  const isInternational = /(^|[./])intl\.|tencentcloud\.com/.test(endpoint);
  const host = isInternational ? 'console.tencentcloud.com' : 'console.cloud.tencent.com';
  return `https://${host}/${service}`;
}
