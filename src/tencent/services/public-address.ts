import type { JsonObject } from '../json.ts';
import { asObject, asObjects, readNumber, readText } from '../json.ts';

/**
 * Returns the public URL of an application from DescribeApplicationInfo's Result; '' if there is
 * none. Unknown (tem-public-url-scheme): the application's scheme, so only port 443 counts as
 * HTTPS.
 */
export function readPublicUrl(result: JsonObject): string {
  const service = asObject(result.Service);
  const candidates = [
    ...asObjects(service?.ServicePortMappingList),
    ...(service ? [service] : []),
  ].filter((mapping) => /^external$/i.test(readText(mapping, 'Type')));
  const isPublic = result.EnablePublicAccess !== false;
  const urls = [
    ...candidates.map(readMappedUrl),
    isPublic ? formatUrl(readText(result, 'PublicDomain'), undefined) : '',
  ];
  return urls.find((url) => url !== '') ?? '';
}

/** Reads an entry of the access configuration: one load balancer with its ports. */
function readMappedUrl(mapping: JsonObject): string {
  const host = readText(mapping, 'ExternalDomain') || readText(mapping, 'ExternalIp');
  const items = [...asObjects(mapping.PortMappingItemList), ...asObjects(mapping.PortMappings)];
  const reachable = items.filter((item) => !/^udp$/i.test(readText(item, 'Protocol')));
  const listed = Array.isArray(mapping.Ports)
    ? readNumber({ port: mapping.Ports[0] }, 'port')
    : undefined;
  const port = items.length > 0 ? readNumber(reachable[0], 'Port') : listed;
  if (items.length > 0 && reachable.length === 0) return '';
  return formatUrl(host, port);
}

function formatUrl(host: string, port: number | undefined): string {
  const scheme = port === 443 ? 'https' : 'http';
  const address = /^https?:\/\//i.test(host) ? host : `${scheme}://${host}`;
  const url = URL.parse(address);
  if (url?.username !== '' || !/^https?:$/.test(url.protocol)) return '';
  if (port !== undefined && url.port === '') url.port = String(port);
  return url.pathname === '/' && url.search === '' ? url.origin : url.href;
}
