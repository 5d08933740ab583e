import type { HttpResponse } from '../../../src/tencent/http.ts';
import type { Answer } from './cloud-types.ts';
import type { CallRecord } from './tem-gateway.ts';
import type { FaultKind } from './tem-scenario.ts';

/** The faults of calls whose answer is lost when the cloud has executed them. */
export const EXECUTES: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'reset-after',
  'hang-after',
  '502-after',
  'internal-error-after',
  'hang-late',
]);

/** The errors of an answer, by the fault. */
const CODES: Partial<Record<FaultKind, { readonly code: string; readonly message: string }>> = {
  'internal-error-before': { code: 'InternalError', message: 'Request timed out' },
  'internal-error-after': { code: 'InternalError', message: 'Request timed out' },
  'rate-limit': { code: 'RequestLimitExceeded', message: 'The frequency limit is exceeded' },
  'unexpected-code': { code: 'FailedOperation.DescribeServiceError', message: 'Failed to query' },
};

/** What a waiting call can be told. */
interface Waiting {
  readonly resolve: (response: HttpResponse) => void;
  readonly reject: (error: Error) => void;
  /** Does it after the way back. */
  readonly settle: (act: () => void) => void;
  readonly call: CallRecord;
}

/** Ends a call as its fault says; one that hangs is left to its own timeout. */
export function loseAnswer(fault: FaultKind, { call, reject, resolve, settle }: Waiting): void {
  call.result = `${call.result} (${fault})`.trim();
  const fail = (error: Error) => {
    settle(() => {
      reject(error);
    });
  };
  const respond = (response: HttpResponse) => {
    settle(() => {
      resolve(response);
    });
  };
  switch (fault) {
    case 'refused':
      fail(systemError('connect ECONNREFUSED', 'ECONNREFUSED'));
      return;
    case 'dns':
      fail(systemError('getaddrinfo ENOTFOUND', 'ENOTFOUND'));
      return;
    case 'reset-before':
    case 'reset-after':
    case 'reset-late':
      fail(systemError('read ECONNRESET', 'ECONNRESET'));
      return;
    case '502-before':
    case '502-after':
      respond({ status: 502, body: '<html>Bad Gateway</html>' });
      return;
    case 'garbage':
      respond({ status: 403, body: '<html>Who are you?</html>' });
      return;
    case 'hang-before':
    case 'hang-after':
    case 'hang-late':
      return;
    case 'internal-error-before':
    case 'internal-error-after':
    case 'rate-limit':
    case 'unexpected-code': {
      const error = CODES[fault];
      if (error) respond(answerWith(error));
    }
  }
}

/** The envelope of the API. */
export function answerWith(answer: Answer | { readonly result: object }): HttpResponse {
  const RequestId = 'request-explore';
  const content =
    'code' in answer
      ? { Error: { Code: answer.code, Message: answer.message }, RequestId }
      : { Result: answer.result, RequestId };
  return { status: 200, body: JSON.stringify({ Response: content }) };
}

function systemError(message: string, code: string): Error {
  return Object.assign(new Error(message), { code });
}
