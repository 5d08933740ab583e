import { systemCode } from '../tencent/api-errors.ts';
import type { CertificateFault } from '../tencent/certificate-codes.ts';
import { findCertificateFault } from '../tencent/certificate-codes.ts';
import type { Detail } from '../text/detail.ts';

interface CertificateProblem {
  readonly problem: string;
  readonly fix: string;
}

const ADD_AUTHORITY =
  'if a proxy or firewall inspects TLS here, save the certificate of its authority on the runner (PEM) and add   NODE_EXTRA_CA_CERTS: /path/to/ca.pem   to env of the step';

const PROBLEMS: Readonly<Record<CertificateFault, CertificateProblem>> = {
  untrusted: {
    problem: 'it is signed by an authority that the runner does not trust',
    fix: ADD_AUTHORITY,
  },
  'self-signed': {
    problem: 'it is signed by itself, or by an authority that the runner does not trust',
    fix: ADD_AUTHORITY,
  },
  expired: {
    problem: 'it has expired',
    fix: "check the runner's clock; otherwise whoever runs the host, or the proxy in front of it, must renew it",
  },
  'not-yet-valid': {
    problem: 'it is not valid yet',
    fix: "check the runner's clock",
  },
  'other-host': {
    problem: 'it belongs to another host',
    fix: 'check that the address is right, and that no proxy or sign-in page answers in its place',
  },
  'not-accepted': {
    problem: 'the runner does not accept it',
    fix: ADD_AUTHORITY,
  },
};

/** What is wrong with the certificate that ended a call, and what to change; none for other errors. */
export function describeCertificate(error: unknown): Detail[] {
  const code = systemCode(error);
  const fault = findCertificateFault(code);
  if (!fault) return [];
  const { problem, fix } = PROBLEMS[fault];
  return [
    { label: 'Certificate', text: `${problem} (${code})` },
    { label: 'Fix', text: fix },
  ];
}
