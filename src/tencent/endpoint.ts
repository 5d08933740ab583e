/**
 * The URL that a service's calls go to. `endpoint` is a root domain (`tencentcloudapi.com` gives
 * `https://tem.tencentcloudapi.com/`), or a URL: one gateway that serves every service, with a path
 * of its own or without. The signature is for this URL's host and for the service of the call; its
 * path is always `/`, as the cloud documents it. Unknown: what a gateway with a path makes of that; one
 * that takes its path away before it passes a call on leaves the signature right.
 */
export function serviceUrl(endpoint: string, service: string): URL {
  return new URL(endpoint.includes('://') ? endpoint : `https://${service}.${endpoint}/`);
}
