import { describe, expect, it } from '@jest/globals';
import { describeError } from '../../src/report/error-outcome.ts';
import { adviseOnMissingResponse } from '../../src/report/missing-response-advice.ts';
import type { ApiError } from '../../src/tencent/api-errors.ts';
import { formatText } from '../../src/text/format-text.ts';
import { AmbiguousResponseError, UnreachableError } from '../../src/tencent/api-errors.ts';
import type { ProxyErrorCode } from '../../src/tencent/proxy.ts';
import { ProxyError } from '../../src/tencent/proxy.ts';

const AGAIN = /run the job again/;

/** The advice in English. */
function format(error: ApiError): string {
  return formatText(adviseOnMissingResponse(error), 'en-US');
}

function adviseOn(status: number | undefined, service = 'tem'): string {
  const call = { service, action: 'Call', message: 'why' };
  return format(new AmbiguousResponseError(status === undefined ? call : { ...call, status }));
}

function unreachable(code: string, service = 'tem'): UnreachableError {
  const cause = Object.assign(new Error('said by Node'), { code });
  return new UnreachableError({ service, action: 'Call', message: 'why', cause });
}

describe('the advice on a status', () => {
  it.each([
    200, 301, 302, 307, 400, 401, 403, 404, 405, 406, 411, 413, 414, 421, 431, 451, 501, 520,
  ])('that would be the same next time is not to run the job again: %d', (status) => {
    expect(adviseOn(status)).not.toMatch(AGAIN);
    expect(adviseOn(status)).not.toBe('');
  });

  it.each([undefined, 408, 429, 500, 502, 503, 504])(
    'that may pass is to run again: %j',
    (status) => {
      expect(adviseOn(status)).toMatch(AGAIN);
    },
  );

  it('that asks to sign in to a network is that of a redirect: 511', () => {
    expect(adviseOn(511)).toBe(adviseOn(302));
  });

  it('differs by class', () => {
    const classes = [302, 403, 404, 407, 413, 502, 520].map((status) => adviseOn(status));
    expect(new Set(classes).size).toBe(classes.length);
  });

  it.each([302, 403, 404, 405, 501, 502, 520])('names the input of the service: %d', (status) => {
    expect(adviseOn(status, 'tem')).toMatch(/(?<!cos-)endpoint/);
    expect(adviseOn(status, 'cos')).toContain('cos-endpoint');
    expect(adviseOn(status, 'download')).not.toContain('endpoint');
  });
});

describe('the advice on a proxy', () => {
  const codes: ProxyErrorCode[] = [
    'proxy-unreachable',
    'proxy-refused',
    'proxy-authentication',
    'proxy-forbidden',
    'proxy-without-tls',
  ];

  it.each(codes)('differs by what it says: %s', (code) => {
    const fixes = codes.map((each) => {
      const cause = new ProxyError(each, 'no');
      return format(
        new UnreachableError({ service: 'tem', action: 'Call', message: 'why', cause }),
      );
    });
    expect(new Set(fixes).size).toBe(codes.length);
    expect(fixes[codes.indexOf(code)]).toMatch(/_PROXY/);
  });
});

describe('a certificate that is not accepted', () => {
  const labelled = (error: unknown): Record<string, string> =>
    Object.fromEntries(
      describeError(error).details.map(({ label = '', text }) =>
        [label, text].map((each) => formatText(each, 'en-US')),
      ),
    ) as Record<string, string>;

  it.each([
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'CERT_SIGNATURE_FAILURE',
  ])('is a matter of authorities: %s', (code) => {
    const { Certificate, Fix } = labelled(unreachable(code));
    expect(Certificate).toContain(code);
    expect(Fix).toContain('NODE_EXTRA_CA_CERTS');
    expect(Fix).not.toContain('endpoint');
  });

  it.each([
    ['CERT_HAS_EXPIRED', /clock/],
    ['CERT_NOT_YET_VALID', /clock/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /address/],
  ])('is told apart: %s', (code, fix) => {
    expect(labelled(unreachable(code)).Fix).toMatch(fix);
  });

  it('is found behind a proxy that has it', () => {
    const cause = new ProxyError('proxy-unreachable', 'no', { cause: unreachable('CERT_REVOKED') });
    const error = new UnreachableError({ service: 'tem', action: 'Call', message: 'why', cause });
    expect(error.failureClass).toBe('final');
    expect(labelled(error).Certificate).toContain('CERT_REVOKED');
  });

  it('is not every failure of a connection', () => {
    expect(labelled(unreachable('ECONNREFUSED'))).not.toHaveProperty('Certificate');
    expect(labelled(unreachable('ERR_SSL_WRONG_VERSION_NUMBER')).Fix).toContain('TLS');
  });
});
