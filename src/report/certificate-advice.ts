import { systemCode } from '../tencent/api-errors.ts';
import type { CertificateFault } from '../tencent/certificate-codes.ts';
import { findCertificateFault } from '../tencent/certificate-codes.ts';
import type { Detail } from '../text/detail.ts';
import type { Message } from '../text/message.ts';
import { message } from '../text/message.ts';

interface CertificateProblem {
  readonly problem: Message;
  readonly fix: Message;
}

const ADD_AUTHORITY = message('network.certificate-authority-fix');

const PROBLEMS: Readonly<Record<CertificateFault, CertificateProblem>> = {
  untrusted: { problem: message('network.certificate-untrusted'), fix: ADD_AUTHORITY },
  'self-signed': { problem: message('network.certificate-self-signed'), fix: ADD_AUTHORITY },
  expired: {
    problem: message('network.certificate-expired'),
    fix: message('network.certificate-expired-fix'),
  },
  'not-yet-valid': {
    problem: message('network.certificate-early'),
    fix: message('network.certificate-early-fix'),
  },
  'other-host': {
    problem: message('network.certificate-host'),
    fix: message('network.certificate-host-fix'),
  },
  'not-accepted': { problem: message('network.certificate-refused'), fix: ADD_AUTHORITY },
};

/** Describes the certificate problem behind an error, and the fix. Empty for other errors. */
export function describeCertificate(error: unknown): Detail[] {
  const code = systemCode(error);
  const fault = findCertificateFault(code);
  if (!fault) return [];
  const { problem, fix } = PROBLEMS[fault];
  return [
    {
      label: message('network.certificate'),
      text: message('words.remark', { text: problem, remark: code }),
    },
    { label: message('words.fix'), text: fix },
  ];
}
