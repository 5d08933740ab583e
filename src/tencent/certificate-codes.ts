/** What is wrong with a certificate, in groups that need different fixes. */
export type CertificateFault =
  'untrusted' | 'self-signed' | 'expired' | 'not-yet-valid' | 'other-host' | 'not-accepted';

/**
 * Error codes that end a TLS handshake because of the certificate: all in Node's documentation
 * ("X509 certificate error codes"), those that Node makes up for unnamed OpenSSL codes, and those
 * of Node's own host check. OUT_OF_MEM is left out, because it is not about the certificate.
 */
const FAULTS: Readonly<Record<CertificateFault, readonly string[]>> = {
  untrusted: [
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'SELF_SIGNED_CERT_IN_CHAIN',
  ],
  'self-signed': ['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_UNTRUSTED', 'CERT_REJECTED', 'INVALID_CA'],
  expired: ['CERT_HAS_EXPIRED'],
  'not-yet-valid': ['CERT_NOT_YET_VALID'],
  'other-host': [
    'HOSTNAME_MISMATCH',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'ERR_TLS_CERT_ALTNAME_FORMAT',
  ],
  'not-accepted': [
    'UNABLE_TO_GET_CRL',
    'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
    'UNABLE_TO_DECRYPT_CRL_SIGNATURE',
    'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
    'CERT_SIGNATURE_FAILURE',
    'CRL_SIGNATURE_FAILURE',
    'CRL_NOT_YET_VALID',
    'CRL_HAS_EXPIRED',
    'ERROR_IN_CERT_NOT_BEFORE_FIELD',
    'ERROR_IN_CERT_NOT_AFTER_FIELD',
    'ERROR_IN_CRL_LAST_UPDATE_FIELD',
    'ERROR_IN_CRL_NEXT_UPDATE_FIELD',
    'CERT_CHAIN_TOO_LONG',
    'CERT_REVOKED',
    'PATH_LENGTH_EXCEEDED',
    'INVALID_PURPOSE',
    'ERR_TLS_CERT_SIGNATURE_ALGORITHM_UNSUPPORTED',
    'UNSPECIFIED',
  ],
};

const FAULT_OF = new Map(
  (Object.keys(FAULTS) as CertificateFault[]).flatMap((fault) =>
    FAULTS[fault].map((code) => [code, fault] as const),
  ),
);

/** Returns what an error code means for the certificate; `undefined` for unrelated codes. */
export function findCertificateFault(code: string): CertificateFault | undefined {
  return FAULT_OF.get(code);
}
