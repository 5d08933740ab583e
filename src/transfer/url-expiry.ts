/**
 * When a pre-signed URL expires, in ms since 1970, as its own signature says; `undefined` if it does
 * not say. COS signs with `q-sign-time`, which SCF puts into one parameter `sign`; older signatures of
 * COS are base64 with `e`, and other gateways use `Expires`.
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

/** The end of `1529851415;1529861475`, in ms. */
function readPeriodEnd(period: string | null): number | undefined {
  const [, end] = /^\d+;(\d+)$/.exec(period ?? '') ?? [];
  return readSeconds(end);
}

/** The `a=…&e=…` behind the 20 bytes of an HMAC. */
function readOldSignature(sign: string): URLSearchParams {
  const text = Buffer.from(sign, 'base64').toString('latin1');
  return new URLSearchParams(/(?:^|\W)(a=\d+&.*)$/s.exec(text)?.[1] ?? '');
}

/** 0 stands for "never" in old signatures; what no calendar has is no time. */
function readSeconds(seconds: string | null | undefined): number | undefined {
  if (!seconds || !/^\d{1,11}$/.test(seconds)) return undefined;
  return Number(seconds) > 0 ? Number(seconds) * 1000 : undefined;
}
