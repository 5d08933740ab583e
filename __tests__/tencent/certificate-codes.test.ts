import { describe, expect, it } from '@jest/globals';
import { adviseOnMissingResponse } from '../../src/report/missing-response-advice.ts';
import { describeCertificate } from '../../src/report/certificate-advice.ts';
import { UnreachableError } from '../../src/tencent/api-errors.ts';
import { findCertificateFault } from '../../src/tencent/certificate-codes.ts';
import { toTransportError } from '../../src/tencent/http.ts';
import { READ, systemError } from './calls.ts';

/** Node's documentation, "X509 certificate error codes", and the codes of Node's own checks. */
const OF_CERTIFICATES = [
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_CRL',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_DECRYPT_CRL_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'CERT_SIGNATURE_FAILURE',
  'CRL_SIGNATURE_FAILURE',
  'CERT_NOT_YET_VALID',
  'CERT_HAS_EXPIRED',
  'CRL_NOT_YET_VALID',
  'CRL_HAS_EXPIRED',
  'ERROR_IN_CERT_NOT_BEFORE_FIELD',
  'ERROR_IN_CERT_NOT_AFTER_FIELD',
  'ERROR_IN_CRL_LAST_UPDATE_FIELD',
  'ERROR_IN_CRL_NEXT_UPDATE_FIELD',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_CHAIN_TOO_LONG',
  'CERT_REVOKED',
  'INVALID_CA',
  'PATH_LENGTH_EXCEEDED',
  'INVALID_PURPOSE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'HOSTNAME_MISMATCH',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_TLS_CERT_ALTNAME_FORMAT',
  'ERR_TLS_CERT_SIGNATURE_ALGORITHM_UNSUPPORTED',
  // What Node gives where it has no name for OpenSSL's code.
  'UNSPECIFIED',
];

const failWith = (code: string) => toTransportError(READ, 'host', systemError(code));

describe('A certificate that is not accepted', () => {
  it.each(OF_CERTIFICATES)('%s: nothing was sent, it stays so, and the message says so', (code) => {
    const error = failWith(code);
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error.failureClass).toBe('final');
    expect(describeCertificate(error)).toMatchObject([
      { label: { key: 'network.certificate' }, text: { values: { remark: code } } },
      { label: { key: 'words.fix' }, text: { key: expect.stringMatching(/-fix$/) } },
    ]);
  });

  it.each(['HOSTNAME_MISMATCH', 'ERR_TLS_CERT_ALTNAME_INVALID'])(
    '%s is of another host',
    (code) => {
      expect(findCertificateFault(code)).toBe('other-host');
    },
  );
});

describe('What says nothing of a certificate', () => {
  it('OUT_OF_MEM came before anything was sent, and may pass', () => {
    expect(failWith('OUT_OF_MEM')).toMatchObject({ failureClass: 'not-executed' });
  });

  it.each(['OUT_OF_MEM', 'ECONNRESET', 'ERR_SSL_WRONG_VERSION_NUMBER', ''])('%s', (code) => {
    expect(findCertificateFault(code)).toBeUndefined();
    expect(describeCertificate(failWith(code))).toEqual([]);
    expect(adviseOnMissingResponse(failWith(code))).not.toBe('');
  });
});
