import { listContracts } from '../../simulator/index.ts';
import type { CosFaultKind } from '../../simulator/index.ts';
import { EVERY_CALL } from './fault-case.ts';
import type { FaultCase } from './fault-case.ts';

/** A second download of the same result does no harm. */
const MAY_BE_DONE_TWICE = new Set(['CreateResultDownload']);

/** Calls that change something and must not be done twice; all others may be sent again. */
const CHANGES = new Set(
  listContracts()
    .flatMap(({ changes }) => changes)
    .filter((action) => !MAY_BE_DONE_TWICE.has(action)),
);

/**
 * What a fault is to the caller.
 * harmless: the answer comes in the end, or says that nothing was done.
 * done: the work was done, and the answer got lost.
 * unclear: nothing was done, and the caller cannot know it.
 * damaged: COS alone; what was sent or fetched is not whole, and shows it.
 * skewed: the clocks of the runner and the cloud differ.
 * corrupt: the checksums differ, on the way there or back.
 * expired: the keys are no longer good.
 * final: another try would bring the same.
 */
type Nature =
  'harmless' | 'skewed' | 'done' | 'unclear' | 'damaged' | 'corrupt' | 'expired' | 'final';

const NATURES: Record<CosFaultKind, Nature> = {
  slow: 'harmless',
  'rate-limit': 'harmless',
  'clock-skew': 'skewed',
  'reset-after': 'done',
  'api-error-after': 'done',
  'truncated-json': 'done',
  'wrong-json': 'done',
  'empty-body': 'done',
  refuse: 'unclear',
  'reset-before': 'unclear',
  hang: 'unclear',
  'http-500': 'unclear',
  'http-502-html': 'unclear',
  'http-429': 'unclear',
  'api-error': 'unclear',
  cut: 'damaged',
  corrupt: 'corrupt',
  'ignore-range': 'damaged',
  'error-in-200': 'damaged',
  'expired-credentials': 'expired',
  'http-403-html': 'final',
};

/** Whether a step must get through this fault, where it strikes once. */
export function mustSurvive({ call, isCos, kind, position, scenario }: FaultCase): boolean {
  // The whole cloud has one clock: a single call whose clock differs need not be got through.
  if (kind === 'clock-skew') return call === EVERY_CALL;
  if (position === 'every') return false;
  switch (NATURES[kind]) {
    case 'harmless':
    case 'damaged':
    case 'done':
      return true;
    case 'corrupt':
      return call === 'GetObject';
    case 'unclear':
      return !CHANGES.has(call);
    case 'expired':
      // A pre-signed URL is signed with keys that nobody here can renew.
      return isCos ? call !== 'GetObject' : isRenewable(call, scenario);
    case 'skewed':
    case 'final':
      return false;
  }
}

/** The ID token is asked for anew, the keys of a role are assumed anew; static keys are what they are. */
function isRenewable(call: string, scenario: FaultCase['scenario']): boolean {
  return scenario.isRenewable === true && call !== 'AssumeRoleWithWebIdentity';
}
