import { systemCode } from '../tencent/api-errors.ts';
import type { Detail } from '../text/detail.ts';

interface CertificateProblem {
  readonly codes: RegExp;
  readonly problem: string;
  readonly fix: string;
}

const ADD_AUTHORITY =
  'if a proxy or firewall inspects TLS here, save the certificate of its authority on the runner (PEM) and add   NODE_EXTRA_CA_CERTS: /path/to/ca.pem   to env of the step';

/** The codes of Node and OpenSSL for a certificate that is not accepted; the first match decides. */
const PROBLEMS: readonly CertificateProblem[] = [
  {
    codes: /^(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(GET_ISSUER_CERT|VERIFY_LEAF_SIGNATURE)\w*)$/,
    problem: 'it is signed by an authority that the runner does not trust',
    fix: ADD_AUTHORITY,
  },
  {
    codes: /^(DEPTH_ZERO_SELF_SIGNED_CERT|CERT_UNTRUSTED|CERT_REJECTED|INVALID_CA)$/,
    problem: 'it is signed by itself, or by an authority that the runner does not trust',
    fix: ADD_AUTHORITY,
  },
  {
    codes: /^CERT_HAS_EXPIRED$/,
    problem: 'it has expired',
    fix: "check the runner's clock; otherwise whoever runs the host, or the proxy in front of it, must renew it",
  },
  {
    codes: /^CERT_NOT_YET_VALID$/,
    problem: 'it is not valid yet',
    fix: "check the runner's clock",
  },
  {
    codes: /^(ERR_TLS_CERT_ALTNAME_\w+|HOSTNAME_MISMATCH)$/,
    problem: 'it belongs to another host',
    fix: 'check that the address is right, and that no proxy or sign-in page answers in its place',
  },
  {
    codes: /^(CERT|CRL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)_|^ERR_TLS_CERT_|^(PATH_LENGTH|INVALID)_/,
    problem: 'the runner does not accept it',
    fix: ADD_AUTHORITY,
  },
];

/** What is wrong with the certificate that ended a call, and what to change; none for other errors. */
export function describeCertificate(error: unknown): Detail[] {
  const code = systemCode(error);
  const found = PROBLEMS.find(({ codes }) => codes.test(code));
  if (!found) return [];
  const { problem, fix } = found;
  return [
    { label: 'Certificate', text: `${problem} (${code})` },
    { label: 'Fix', text: fix },
  ];
}
