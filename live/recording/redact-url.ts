import type { Pseudonyms } from './pseudonyms.ts';

/** Hosts whose form is worth knowing; the labels before are replaced. */
const TENCENT = /\.(?:myqcloud\.com|tencentcos\.cn|tencentcs\.com|tencent\.com)$/;
const REGION_LABEL = /^(?:cos[a-z]{0,3}|ap-[a-z]+|na-[a-z]+|eu-[a-z]+)$/;
/** Parameters with times or fixed words, which stay. */
const KEPT = /^(?:q-sign-algorithm|q-sign-time|q-key-time|Expires)$/;
const KNOWN =
  /^(?:q-[a-z-]+|sign|Expires|x-cos-security-token|response-content-type|response-content-disposition)$/;
const KEPT_VALUE = /^(?:sha1|\d{9,11}(?:;\d{9,11})?)$/;

/** Returns a URL of the same form, in which nothing is left of the account or the signature. */
export function redactUrl(href: string, names: Pseudonyms): string {
  const [, scheme = '', host = '', path = '', query] =
    /^([a-z]+):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?/i.exec(href) ?? [];
  const search = query === undefined ? '' : `?${redactQuery(query, names)}`;
  const isWeb = /^https?$/i.test(scheme);
  const kept = /^(?:https?|cosn|lakefs)$/i.test(scheme) ? scheme : 'scheme';
  const newHost = isWeb ? redactHost(host, names) : names.replace(host);
  return `${kept}://${newHost}${names.replace(decode(path))}${search}`;
}

function redactHost(host: string, names: Pseudonyms): string {
  const suffix = TENCENT.exec(host)?.[0];
  if (suffix === undefined) return `${names.replace(host)}.example.com`;
  const labels = host.slice(0, -suffix.length).split('.');
  return `${labels.map((label) => (REGION_LABEL.test(label) ? label : names.replace(label))).join('.')}${suffix}`;
}

function redactQuery(query: string, names: Pseudonyms): string {
  return query
    .split('&')
    .map((pair) => {
      const [name = '', ...rest] = pair.split('=');
      const value = decode(rest.join('='));
      const newName = KNOWN.test(name) ? name : names.replace(name);
      return `${newName}=${encodeURIComponent(redactValue(name, value, names))}`;
    })
    .join('&');
}

function redactValue(name: string, value: string, names: Pseudonyms): string {
  if (KEPT.test(name) && KEPT_VALUE.test(value)) return value;
  if (name === 'sign') return redactSignature(value, names);
  return names.replace(value.replaceAll('/', '_'));
}

/** SCF's parameter `sign` is a whole signature, or an older one in base64 with two times. */
function redactSignature(value: string, names: Pseudonyms): string {
  if (value.startsWith('q-sign-algorithm=')) return redactQuery(value, names);
  const decoded = Buffer.from(value, 'base64').toString('latin1');
  const times = ['e', 't'].map((name) => {
    const [, seconds = '0'] = new RegExp(`[&?]${name}=(\\d{1,10})(?:&|$)`).exec(decoded) ?? [];
    return `${name}=${seconds}`;
  });
  names.replace(value.replaceAll('/', '_'));
  return Buffer.from(`${'0'.repeat(20)}a=1&${times.join('&')}`, 'latin1').toString('base64');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
