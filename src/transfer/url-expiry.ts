/**
 * Returns when a pre-signed URL expires, in milliseconds since 1970, according to its signature;
 * `undefined` if it does not contain it. COS signs with `q-sign-time`, which SCF puts into one
 * parameter `sign`. Older COS signatures are base64 with `e`, and other gateways use `Expires`.
 * Unknown (scf-url-life): which of these forms SCF uses today.
 */
export function readUrlExpiry(href: string): number | undefined {
  const parameters = URL.parse(href)?.searchParams;
  if (!parameters) return undefined;
  const sign = parameters.get('sign') ?? '';
  const inSign = new URLSearchParams(sign);
  const ends = [parameters, inSign].flatMap((from) =>
    ['q-sign-time', 'q-key-time'].flatMap((name) => readPeriodEnd(from.get(name)) ?? []),
  );
  if (ends.length > 0) return Math.min(...ends);
  return readSeconds(parameters.get('Expires')) ?? readSeconds(readOldSignature(sign).get('e'));
}

/** Returns the signatures in a pre-signed URL, each as it is in the URL and decoded. */
export function listUrlSignatures(href: string): string[] {
  const query = URL.parse(href)?.search ?? '';
  const parameters = [query, new URLSearchParams(query).get('sign') ?? ''].flatMap((text) => [
    ...text.matchAll(/[?&](?:sign|q-signature|Signature)=([^&]+)/g),
  ]);
  const raw = parameters.map(([, value = '']) => value);
  return [...new Set([...raw, ...raw.map(decodeQueryValue)])];
}

/** Returns the end of `1529851415;1529861475` in ms. */
function readPeriodEnd(period: string | null): number | undefined {
  const [, end] = /^\d+;(\d+)$/.exec(period ?? '') ?? [];
  return readSeconds(end);
}

/** Returns the `a=…&e=…` after the 20 bytes of an HMAC. */
function readOldSignature(sign: string): URLSearchParams {
  const text = Buffer.from(sign, 'base64').toString('latin1');
  return new URLSearchParams(/(?:^|\W)(a=\d+&.*)$/s.exec(text)?.[1] ?? '');
}

/** Old signatures use 0 for "never". Invalid dates count as missing. */
function readSeconds(seconds: string | null | undefined): number | undefined {
  if (!seconds || !/^\d{1,11}$/.test(seconds)) return undefined;
  return Number(seconds) > 0 ? Number(seconds) * 1000 : undefined;
}

function decodeQueryValue(value: string): string {
  return new URLSearchParams(`value=${value}`).get('value') ?? '';
}
