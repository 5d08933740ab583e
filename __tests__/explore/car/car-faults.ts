import type { HttpResponse } from '../../../src/tencent/http.ts';
import type { EventClock } from '../event-clock.ts';
import { answerWith } from './car-answers.ts';
import type { FaultKind } from './car-scenario.ts';

/** The faults of calls that the cloud executes all the same. */
export const EXECUTES: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'reset-after',
  '502-after',
  'hang-after',
  'process-timeout-after',
]);

/** Those after which nobody can know whether the call was executed. */
export const UNCLEAR: ReadonlySet<FaultKind | undefined> = new Set<FaultKind>([
  ...EXECUTES,
  'reset-before',
  '502-before',
  'hang-before',
  'process-timeout-before',
  'lock',
  'slow-down',
]);

/** What comes instead of an answer; a call that hangs is left to its own timeout. */
export async function loseAnswer(
  fault: FaultKind,
  clock: EventClock,
  signal: AbortSignal | undefined,
): Promise<HttpResponse> {
  switch (fault) {
    case 'refused':
      throw systemError('connect ECONNREFUSED', 'ECONNREFUSED');
    case 'reset-before':
    case 'reset-after':
      throw systemError('read ECONNRESET', 'ECONNRESET');
    case '502-before':
    case '502-after':
      return { status: 502, body: '<html>Bad Gateway</html>' };
    case 'hang-before':
    case 'hang-after':
      await clock.sleep(600_000, signal);
      throw systemError('read ETIMEDOUT', 'ETIMEDOUT');
    case 'process-timeout-before':
    case 'process-timeout-after':
      return answerWith({ code: 'FailedOperation.ProcessTimeout' });
    case 'lock':
      return answerWith({ code: 'FailedOperation.VersionLockFail' });
    case 'slow-down':
      return answerWith({ code: 'FailedOperation.SlowDown' });
    case 'rate-limit':
      return answerWith({ code: 'RequestLimitExceeded' });
    case 'unexpected-code':
      return answerWith({ code: 'FailedOperation' });
  }
}

function systemError(message: string, code: string): Error {
  return Object.assign(new Error(message), { code });
}
