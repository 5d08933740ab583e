/**
 * The URL that a service's calls go to. `endpoint` is a root domain (`tencentcloudapi.com` gives
 * `https://tem.tencentcloudapi.com/`), or a URL: one gateway that serves every service.
 */
export function serviceUrl(endpoint: string, service: string): URL {
  return new URL(endpoint.includes('://') ? endpoint : `https://${service}.${endpoint}/`);
}
