import type { Judge, Judges } from './judge.ts';
import { anyAnswer, judgeFact } from './judge.ts';

const MISSING_ACTION = /^(?:InvalidAction|ResourceNotFound\.InterfaceNotFound)/;

const judgeIntl: Judge = ({ facts }) => {
  const seen = facts['intl details'];
  return seen === undefined ? undefined : anyAnswer(seen);
};

const judgeGateway: Judge = ({ facts }) => {
  const status = facts['gateway status'];
  return status === undefined ? undefined : anyAnswer(`${status}, ${facts['gateway body'] ?? ''}`);
};

const MAX_KEY_SECONDS = 30;

/** What the endpoint itself answers. */
export const PLATFORM_JUDGES: Judges = {
  'api-auth-before-execution': judgeFact(
    'wrong clock',
    (seen) => seen === 'AuthFailure.SignatureExpire',
  ),
  'tem-missing-action-code': judgeFact('missing action', (seen) => MISSING_ACTION.test(seen)),
  'tem-intl-actions': judgeIntl,
  'api-gateway-answers': judgeGateway,
  'api-gateway-path': judgeFact('gateway with a path', (seen) => seen === 'accepted'),
  'sts-new-keys': judgeFact('new keys seconds', (seen) => Number(seen) <= MAX_KEY_SECONDS),
  'sts-chained-duration': judgeFact('chained role', (seen) => seen === 'accepted'),
};
