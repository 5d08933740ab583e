import { basename } from 'node:path';
import type { Inputs } from '../../github/inputs/input-declarations.ts';
import type { InputIssue } from '../../github/inputs/input-errors.ts';
import type { Log } from '../../github/log.ts';
import type { DOWNLOAD } from '../files/save-download.ts';
import { checkWait, wantsFile } from '../files/save-download.ts';
import { OperationError } from '../../report/outcome.ts';
import { mayMatchType, readFilePatterns } from '../../transfer/file-pattern.ts';
import { durationText, message } from '../../text/message.ts';
import { checkVerification } from './check-verify-inputs.ts';
import type { StrategyInputs, VerifyInputs } from './tem-declarations.ts';
import { checkVersion } from './version-mistakes.ts';

type RollingUpdateInputs = Partial<
  StrategyInputs &
    VerifyInputs &
    Inputs<
      never,
      | 'deploy-version'
      | 'package-name'
      | 'package-file'
      | 'wait'
      | 'timeout'
      | 'on-timeout'
      | 'on-waiting'
      | (typeof DOWNLOAD)[number]
    >
>;

/** The package types that TEM runs. Images have no package. */
const FILE_TYPES = /\.(jar|war)$/i;

/** Checks the inputs of a rolling update against each other. */
export function checkRollingUpdate(inputs: RollingUpdateInputs): InputIssue[] {
  return [
    ...checkVersion(inputs),
    ...checkStrategy(inputs),
    ...checkFile(inputs),
    ...checkDownload(inputs),
    ...checkWait(inputs),
    ...checkPlannedPauses(inputs),
    ...checkVerification(inputs),
  ];
}

/** Warns if the pauses between the batches take as long as the timeout. */
export function warnOfOverlongPauses(log: Log, inputs: RollingUpdateInputs): void {
  const pauses = findOverlongPauses(inputs);
  if (pauses === undefined) return;
  const values = { pauses: durationText(pauses), limit: durationText(inputs.timeout ?? 0) };
  log.warning(message('rollout.pauses-too-long'), message('rollout.raise-timeout', values));
}

/**
 * Returns the total of the pauses between batches in ms, as far as the inputs tell; `undefined` if
 * the timeout leaves enough time for them, or with MANUAL, where every pause waits for
 * confirmation.
 */
function findOverlongPauses(inputs: RollingUpdateInputs): number | undefined {
  const { batchInterval = 0, deployStrategy, timeout, totalBatchCount = 0, wait } = inputs;
  if (deployStrategy === 'MANUAL' || wait === false || timeout === undefined) return undefined;
  const pauses = Math.max(0, totalBatchCount - 1) * batchInterval * 1000;
  return pauses >= timeout ? pauses : undefined;
}

/** Rejects `on-timeout: revert` with too long pauses: it would roll back a healthy rollout. */
function checkPlannedPauses(inputs: RollingUpdateInputs): InputIssue[] {
  const { onTimeout, timeout = 0 } = inputs;
  const pauses = findOverlongPauses(inputs);
  if (pauses === undefined || onTimeout !== 'revert') return [];
  const problem = message('plan.input-pauses', {
    timeout: durationText(timeout),
    pauses: durationText(pauses),
  });
  const fix = message('plan.input-pauses-fix', { minutes: Math.ceil(pauses / 60_000) + 30 });
  return [{ input: 'timeout', problem, fix, about: ['deploy-strategy', 'wait'] }];
}

/**
 * Throws if TEM does not accept this type of file. If the input is a pattern, the type is known
 * only after it has matched a file.
 */
export function assertPackageType(path: string): void {
  if (FILE_TYPES.test(path)) return;
  throw new OperationError(message('plan.file-type', { file: basename(path) }), {
    code: 'file-type',
    next: [{ sentence: message('plan.file-type-fix') }],
  });
}

function checkFile({ packageFile = '' }: RollingUpdateInputs): InputIssue[] {
  const { includes } = readFilePatterns(packageFile);
  const wrong = includes.find((pattern) => !mayMatchType(pattern, FILE_TYPES));
  if (wrong === undefined) return [];
  return [
    {
      input: 'package-file',
      problem: message('plan.input-file-type', { value: wrong }),
      fix: message('plan.input-file-type-fix'),
    },
  ];
}

function checkDownload(inputs: RollingUpdateInputs): InputIssue[] {
  const { packageFile, packageName } = inputs;
  if (!wantsFile(inputs) || packageFile !== undefined || packageName !== undefined) return [];
  return [
    {
      input: 'package-name',
      problem: message('plan.input-package-name'),
      fix: message('plan.input-package-name-fix'),
      about: ['package-file'],
    },
  ];
}

/** Checks the batch settings against the strategy. */
export function checkStrategy(inputs: Partial<StrategyInputs>): InputIssue[] {
  const { deployStrategy, betaBatchNum, batchInterval } = inputs;
  const problems: InputIssue[] = [];
  if (betaBatchNum && deployStrategy !== 'BETA') {
    problems.push({
      input: 'beta-batch-num',
      problem: deployStrategy
        ? message('plan.input-not-beta', { strategy: deployStrategy })
        : message('plan.input-no-strategy'),
      fix: message('plan.input-not-beta-fix'),
      about: ['deploy-strategy'],
    });
  }
  if (deployStrategy === 'BETA' && !betaBatchNum) {
    problems.push({
      input: 'beta-batch-num',
      problem: message('plan.input-beta-batch'),
      fix: message('plan.input-beta-batch-fix'),
    });
  }
  if (deployStrategy === 'MANUAL' && batchInterval) {
    problems.push({
      input: 'batch-interval',
      problem: message('plan.input-interval'),
      fix: message('plan.input-interval-fix'),
    });
  }
  return problems;
}
