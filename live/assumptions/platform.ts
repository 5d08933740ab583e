import type { Assumption } from './assumption.ts';

/** What all services share: errors, lists, gateways and credentials. */
export const PLATFORM: readonly Assumption[] = [
  {
    id: 'api-error-classes',
    question: 'Which error codes are temporary, and which of them mean that nothing was executed?',
    assumed:
      'Rate limits were not executed. `ServiceUnavailable` and `InternalError` are temporary, and may have been executed. All other codes are final.',
    otherwise:
      'A temporary code that counts as final ends a step that could have gone on. If a call over the rate limit was executed after all, a change could be made twice.',
    check: {
      byHand:
        'Failures of the service cannot be caused, and a burst over the rate limit would hit everybody in the account. If the log of a step shows such a code after a change, look in the console whether the change is there.',
    },
    state: 'open',
  },
  {
    id: 'api-auth-before-execution',
    question: 'Are a wrong clock and an expired token noticed before a call is executed?',
    assumed: 'They are, so the call is sent again at once with the right time or new keys.',
    otherwise: 'A change could be executed twice.',
    check: 'errors',
    state: 'open',
  },
  {
    id: 'api-gateway-answers',
    question: 'Which status and body do failures of the gateway have?',
    assumed: 'Any: only a body with `Response` and status 200, or an error code, is an answer.',
    otherwise: 'The outcome counts as unknown: reads are repeated, changes are checked first.',
    check: 'gateway',
    state: 'open',
  },
  {
    id: 'api-gateway-path',
    question: 'Which path does a signature cover if `endpoint` is a gateway with a path?',
    assumed: 'Always `/`: a gateway that removes its path leaves the signature valid.',
    otherwise: 'The calls fail with `AuthFailure.SignatureFailure`; nothing is executed.',
    check: 'gateway',
    state: 'open',
  },
  {
    id: 'api-page-limit',
    question: 'What is the largest `Limit` of a list?',
    assumed: '100 is accepted, and a page may still be shorter than that.',
    otherwise:
      'If TEM refuses the number, the read fails. If it returns fewer items, the next pages are read.',
    check: 'reads',
    state: 'open',
  },
  {
    id: 'api-page-offset',
    question: 'Does `Offset` count items or pages?',
    assumed: 'Either: the second page shows which.',
    otherwise: 'Items that are still missing at the end are read again.',
    check: 'reads',
    state: 'open',
  },
  {
    id: 'api-page-order',
    question: 'Is the order of a list stable between two calls?',
    assumed: 'Not always: the list is read again until its total is reached.',
    otherwise: 'After two passes without new items, the total counts as wrong.',
    check: 'reads',
    state: 'open',
  },
  {
    id: 'sts-new-keys',
    question: 'How long do new keys of a role need until every service knows them?',
    assumed: 'Up to 30 seconds: until then a refusal of such keys is temporary.',
    otherwise: 'A first call may fail with `AuthFailure.SecretIdNotFound` or `TokenFailure`.',
    check: 'reads',
    state: 'open',
  },
  {
    id: 'sts-chained-duration',
    question: 'Is there a shorter limit for the duration of a role that another role assumes?',
    assumed: 'There is none: the same duration is requested for each role.',
    otherwise: 'STS refuses the duration, and the step fails before it changes anything.',
    check: 'reads',
    state: 'open',
  },
];
