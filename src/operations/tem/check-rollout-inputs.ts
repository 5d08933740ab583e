import { basename } from 'node:path';
import type { Inputs } from '../../github/inputs/input-declarations.ts';
import type { InputIssue } from '../../github/inputs/input-errors.ts';
import type { Log } from '../../github/log.ts';
import type { DOWNLOAD } from '../files/save-download.ts';
import { checkWait, wantsFile } from '../files/save-download.ts';
import { OperationError } from '../../report/outcome.ts';
import { mayMatchType, readFilePatterns } from '../../transfer/file-pattern.ts';
import { formatDuration } from '../../text/format.ts';
import type { StrategyInputs } from './tem-inputs.ts';

type RollingUpdateInputs = Partial<
  StrategyInputs &
    Inputs<
      never,
      | 'package-name'
      | 'package-file'
      | 'wait'
      | 'timeout'
      | 'on-timeout'
      | (typeof DOWNLOAD)[number]
    >
>;

/** What TEM runs as a package; images have none. */
const FILE_TYPES = /\.(jar|war)$/i;

/** Checks the inputs of a rolling update against each other. */
export function checkRollingUpdate(inputs: RollingUpdateInputs): InputIssue[] {
  return [
    ...checkStrategy(inputs),
    ...checkFile(inputs),
    ...checkDownload(inputs),
    ...checkWait(inputs),
    ...checkPlannedPauses(inputs),
  ];
}

/** Warns of pauses between the batches that are as long as the timeout. */
export function warnOfOverlongPauses(log: Log, inputs: RollingUpdateInputs): void {
  const pauses = findOverlongPauses(inputs);
  if (pauses === undefined) return;
  const text = `The pauses between the batches take ${formatDuration(pauses)}, and timeout is ${formatDuration(inputs.timeout ?? 0)}. Raise timeout, or shorten batch-interval.`;
  log.warning('The timeout is shorter than the rollout', text);
}

/**
 * How long the pauses between batches take, in ms, as far as the inputs tell; `undefined` where the
 * timeout leaves enough time for them. Every pause of MANUAL waits for somebody.
 */
function findOverlongPauses(inputs: RollingUpdateInputs): number | undefined {
  const { batchInterval = 0, deployStrategy, timeout, totalBatchCount = 0, wait } = inputs;
  if (deployStrategy === 'MANUAL' || wait === false || timeout === undefined) return undefined;
  const pauses = Math.max(0, totalBatchCount - 1) * batchInterval * 1000;
  return pauses >= timeout ? pauses : undefined;
}

/** A healthy rollout would be rolled back for its own pauses. */
function checkPlannedPauses(inputs: RollingUpdateInputs): InputIssue[] {
  const { onTimeout, timeout = 0 } = inputs;
  const pauses = findOverlongPauses(inputs);
  if (pauses === undefined || onTimeout !== 'revert') return [];
  const problem = `is ${formatDuration(timeout)}, the pauses between the batches take ${formatDuration(pauses)}, and on-timeout is revert`;
  const fix = `use   timeout: ${Math.ceil(pauses / 60_000) + 30}m   (or a shorter batch-interval)`;
  return [{ input: 'timeout', problem, fix, about: ['deploy-strategy', 'wait'] }];
}

/** Refuses a file that TEM does not take: a pattern tells its type only when it has matched. */
export function assertPackageType(path: string): void {
  if (FILE_TYPES.test(path)) return;
  throw new OperationError(`${basename(path)} is not a file type that TEM accepts`, {
    code: 'file-type',
    next: [{ sentence: 'use   a .jar or .war' }],
  });
}

function checkFile({ packageFile = '' }: RollingUpdateInputs): InputIssue[] {
  const { includes } = readFilePatterns(packageFile);
  const wrong = includes.find((pattern) => !mayMatchType(pattern, FILE_TYPES));
  if (wrong === undefined) return [];
  return [
    {
      input: 'package-file',
      problem: `is "${wrong}", a file type that TEM does not accept`,
      fix: 'use   a .jar or .war',
    },
  ];
}

function checkDownload(inputs: RollingUpdateInputs): InputIssue[] {
  const { packageFile, packageName } = inputs;
  if (!wantsFile(inputs) || packageFile !== undefined || packageName !== undefined) return [];
  return [
    {
      input: 'package-name',
      problem: 'is missing, and a download is asked for',
      fix: 'add   package-name: shop.jar   (images cannot be downloaded)',
      about: ['package-file'],
    },
  ];
}

/** Checks the settings of batches against the strategy. */
export function checkStrategy(inputs: Partial<StrategyInputs>): InputIssue[] {
  const { deployStrategy, betaBatchNum, batchInterval } = inputs;
  const problems: InputIssue[] = [];
  if (betaBatchNum && deployStrategy !== 'BETA') {
    problems.push({
      input: 'beta-batch-num',
      problem: `needs the beta strategy, and deploy-strategy is ${deployStrategy ?? 'not given'}`,
      fix: 'add   deploy-strategy: BETA   (or leave beta-batch-num out)',
      about: ['deploy-strategy'],
    });
  }
  if (deployStrategy === 'BETA' && !betaBatchNum) {
    problems.push({
      input: 'beta-batch-num',
      problem: 'is missing: BETA begins with a small batch',
      fix: 'add   beta-batch-num: 1',
    });
  }
  if (deployStrategy === 'MANUAL' && batchInterval) {
    problems.push({
      input: 'batch-interval',
      problem: 'has no meaning with MANUAL: every batch waits for confirmation',
      fix: 'use   deploy-strategy: AUTO   (or leave batch-interval out)',
    });
  }
  return problems;
}
