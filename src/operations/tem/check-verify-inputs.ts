import type { InputIssue } from '../../github/inputs/input-errors.ts';
import { INSTANCE_IP } from '../../github/inputs/verify-parsers.ts';
import type { Log } from '../../github/log.ts';
import type { Inputs } from '../../github/inputs/input-declarations.ts';
import { durationText, message } from '../../text/message.ts';
import { readUrlUser } from '../../tencent/url-user.ts';
import { MIN_COUNTED_ANSWERS } from '../../verification/criteria.ts';
import type { OperationContext } from '../operation.ts';
import { displayUrl, expandInstanceIp } from './probe-targets.ts';
import type { VerifyInputs } from './tem-declarations.ts';

type CheckedInputs = Partial<VerifyInputs & Inputs<never, 'on-waiting' | 'timeout' | 'wait'>>;

/** Checks the inputs of the verification against each other. */
export function checkVerification(inputs: CheckedInputs): InputIssue[] {
  const { onWaiting, verifyStages = ['paused'], verifyUrl, wait } = inputs;
  const issues: InputIssue[] = [];
  if (onWaiting === 'verify' && verifyUrl === undefined) {
    const example = 'https://shop.example.com/health';
    issues.push({
      input: 'verify-url',
      problem: message('verification.input-url'),
      fix: message('verification.input-url-fix', { example }),
    });
  }
  if (onWaiting === 'verify' && !verifyStages.includes('paused')) {
    issues.push({
      input: 'verify-stages',
      problem: message('verification.input-stages'),
      fix: message('verification.input-stages-fix'),
      about: ['on-waiting'],
    });
  }
  if (verifyUrl !== undefined && wait === false) {
    issues.push({
      input: 'wait',
      problem: message('verification.input-wait'),
      fix: message('verification.input-wait-fix'),
      about: ['verify-url'],
    });
  }
  return verifyUrl === undefined ? issues : [...issues, ...checkTimes(inputs)];
}

/** Rejects times that can never bring enough answers. */
function checkTimes({ timeout, verifyDuration, verifyInterval }: CheckedInputs): InputIssue[] {
  if (timeout === undefined || verifyDuration === undefined || verifyInterval === undefined) {
    return [];
  }
  const duration = durationText(verifyDuration);
  const about = ['verify-interval', 'verify-url', 'timeout'];
  if (verifyDuration < MIN_COUNTED_ANSWERS * verifyInterval) {
    const seconds = Math.ceil((MIN_COUNTED_ANSWERS * verifyInterval) / 1000);
    const interval = durationText(verifyInterval);
    const problem = message('verification.input-few', {
      duration,
      interval,
      needed: MIN_COUNTED_ANSWERS,
    });
    const fix = message('verification.input-few-fix', { seconds });
    return [{ input: 'verify-duration', problem, fix, about }];
  }
  if (verifyDuration < timeout) return [];
  const problem = message('verification.input-long', { duration, limit: durationText(timeout) });
  return [
    { input: 'verify-duration', problem, fix: message('verification.input-long-fix'), about },
  ];
}

/** Masks the secrets of the verification, and warns of what would weaken it. */
export async function prepareVerification(
  { log, mask }: Pick<OperationContext, 'log' | 'mask'>,
  inputs: CheckedInputs,
): Promise<void> {
  const { verifyHeaders = [], verifyUrl = [] } = inputs;
  for (const [, value] of verifyHeaders) {
    mask(value);
    // The server may repeat the token of "Bearer …" alone.
    mask(value.split(' ').at(-1) ?? '');
  }
  verifyUrl.flatMap(listUrlSecrets).forEach(mask);
  warnOfSharedUrls(log, inputs);
  return Promise.resolve();
}

/** The placeholder is no valid host, so an address takes its place. */
function listUrlSecrets(url: string): readonly string[] {
  return readUrlUser(URL.parse(expandInstanceIp(url, '192.0.2.1') ?? url)).secrets;
}

/** Warns if answers of old instances cannot be told from those of the batch that is verified. */
function warnOfSharedUrls(
  log: Log,
  { onWaiting, verifyBody, verifyUrl = [] }: CheckedInputs,
): void {
  const shared = verifyUrl.find((url) => !url.includes(INSTANCE_IP));
  if (onWaiting !== 'verify' || verifyBody !== undefined || shared === undefined) return;
  const values = {
    url: displayUrl(shared),
    placeholder: message('words.code', { code: INSTANCE_IP }),
  };
  log.warning(message('verification.shared-title'), message('verification.shared', values));
}
