import { asObjects, readNumber, readText } from '../../src/tencent/json.ts';
import { readDeployment } from '../../src/tencent/services/tem-responses.ts';
import { findAnswers } from '../evidence.ts';
import type { Evidence } from '../evidence.ts';
import { KNOWN_WORDS } from '../recording/words.ts';
import { anyAnswer, DETAIL, distinct, findResults, INFO, PODS } from './judge.ts';
import type { Judge, Judges } from './judge.ts';
import {
  findOwnRollout,
  listPodStatuses,
  measureFirstSight,
  measureInterval,
} from './rollout-times.ts';

const MAX_LAG_SECONDS = 30;
const DAY_MS = 86_400_000;

const judgeInterval: Judge = (evidence) => {
  const interval = measureInterval(evidence, 'beta');
  const asked = readNumber(findOwnRollout(evidence, 'beta')?.requested, 'BatchInterval');
  if (!interval || !asked) return undefined;
  const { hasEnded, seconds } = interval;
  const isLonger = seconds > 3 * asked;
  if (!hasEnded && !isLonger) return undefined;
  return {
    seen: `${asked} is ${hasEnded ? '' : 'more than '}${Math.round(seconds)} s`,
    holds: hasEnded && !isLonger && seconds > asked / 3,
  };
};

const judgeLag: Judge = (evidence) => {
  const seconds = measureFirstSight(evidence, 'beta');
  if (seconds === undefined) return undefined;
  return { seen: `${Math.round(seconds)} s`, holds: seconds <= MAX_LAG_SECONDS };
};

const judgeStartTime: Judge = (evidence) => {
  const details = findOwnRollout(evidence, 'beta')?.details ?? [];
  if (details.length < 2) return undefined;
  const starts = distinct(details.map(({ result }) => readText(result, 'StartTime')));
  return { seen: `${starts.length} in ${details.length} reads`, holds: starts.length === 1 };
};

const judgeStatusWords: Judge = (evidence) => {
  const infos = findResults(evidence, { action: INFO });
  const details = findResults(evidence, { action: DETAIL });
  if (infos.length + details.length === 0) return undefined;
  const words = [
    ...infos.map(({ result }) => [
      'TemServiceVersionInfo.BatchDeployStatus',
      readText(result, 'BatchDeployStatus'),
    ]),
    ...details.flatMap(({ result }) =>
      readDeployment(result).batches.map(({ status }) => [
        'DeployServiceBatchDetail.BatchStatus',
        status,
      ]),
    ),
  ] as const;
  const fresh = words.filter(
    ([field = '', word = '']) => KNOWN_WORDS[field]?.includes(word) !== true,
  );
  const news = distinct(fresh.map(([, word = '']) => word));
  return { seen: news.join(', ') || 'only known words', holds: news.length === 0 };
};

const judgePodWords: Judge = (evidence) => {
  const pods = findResults(evidence, { action: PODS }).flatMap(({ result }) =>
    asObjects(result.PodList),
  );
  if (pods.length === 0) return undefined;
  const known = KNOWN_WORDS['RunVersionPod.Status'] ?? [];
  const news = distinct(pods.map((pod) => readText(pod, 'Status'))).filter(
    (word) => !known.includes(word),
  );
  return { seen: news.join(', ') || 'only known words', holds: news.length === 0 };
};

const judgeRestarts: Judge = (evidence) => {
  const crashed = listPodStatuses(evidence).filter((words) => /crash|error/i.test(words));
  return crashed.length > 0 ? anyAnswer(crashed.join('; ')) : undefined;
};

/** An error passes if later details of the same rollout have another word. */
const judgeErrorPasses: Judge = (evidence) => {
  const details = findResults(evidence, { action: DETAIL });
  const error = details.find(({ result }) => /error/i.test(readText(result, 'Status')));
  if (!error) return undefined;
  const later = details.filter(({ at, result }) => {
    return at > error.at && readText(result, 'StartTime') === readText(error.result, 'StartTime');
  });
  if (later.length === 0) return undefined;
  const hasPassed = later.some(({ result }) => !/error/i.test(readText(result, 'Status')));
  return anyAnswer(hasPassed ? 'it passes' : `it stays for ${later.length} reads`);
};

const judgeNextStart: Judge = (evidence) => {
  const times = findResults(evidence, { action: DETAIL }).flatMap(({ at, result }) =>
    asObjects(result.OtherBatchDetail).flatMap((batch) => {
      const time = readNumber(batch, 'NextBatchStartTime') ?? 0;
      return time > 0 ? [{ at, time }] : [];
    }),
  );
  const [first] = times;
  if (!first) return undefined;
  const unit = [1000, 1].find((factor) => Math.abs(first.time * factor - first.at) < DAY_MS);
  const seen = unit === 1000 ? 'seconds' : unit === 1 ? 'milliseconds' : 'something else';
  return { seen, holds: unit !== undefined };
};

function planOf(evidence: Evidence) {
  const own = findOwnRollout(evidence, 'beta');
  const details = own?.details[0]?.result;
  if (!own || !details) return undefined;
  const batches = readDeployment(details).batches.filter(({ position }) => position !== 'beta');
  return { requested: readNumber(own.requested, 'TotalBatchCount') ?? 0, batches };
}

const judgeBatchCount: Judge = (evidence) => {
  const plan = planOf(evidence);
  if (!plan || plan.batches.length === 0) return undefined;
  const { batches, requested } = plan;
  return {
    seen: `${requested} requested, ${batches.length} besides the beta batch`,
    holds: batches.length === requested,
  };
};

const judgeDivision: Judge = (evidence) => {
  const sizes = planOf(evidence)?.batches.map(({ podNum }) => podNum) ?? [];
  if (distinct(sizes.map(String)).length < 2) return undefined;
  const isFalling = sizes.every((size, index) => size <= (sizes[index - 1] ?? size));
  return { seen: sizes.join(', '), holds: isFalling };
};

const judgeBatchIndex: Judge = (evidence) => {
  const indices = findResults(evidence, { action: DETAIL }).map(({ result }) => {
    const others = asObjects(result.OtherBatchDetail).map((batch) => readText(batch, 'BatchIndex'));
    const [beta] = asObjects(result.BetaBatchDetail);
    return `${beta ? `beta ${readText(beta, 'BatchIndex')}, ` : ''}others from ${others[0] ?? '-'}`;
  });
  return indices.length > 0 ? anyAnswer(distinct(indices).join('; ')) : undefined;
};

const judgePause: Judge = (evidence) => {
  const own = findOwnRollout(evidence, 'beta');
  if (!own) return undefined;
  const hasPaused =
    own.infos.some(({ result }) =>
      readText(result, 'BatchDeployStatus').includes('waiting_confirm'),
    ) ||
    own.details.some(({ result }) =>
      readDeployment(result).batches.some(({ status }) => status === 'WaitForResume'),
    );
  return { seen: hasPaused ? 'it pauses' : 'it goes on', holds: hasPaused };
};

const judgeWaitingBatch: Judge = (evidence) => {
  const waiting = findResults(evidence, { action: DETAIL }).flatMap(({ result }) =>
    readDeployment(result).batches.filter(({ status }) => status === 'WaitForResume'),
  );
  const [first] = waiting;
  if (!first) return undefined;
  return anyAnswer(first.newPods.length > 0 ? 'the one before it' : 'the one after it');
};

const judgeRevertWord: Judge = (evidence) => {
  const reverted = findAnswers(evidence, { action: 'RevertDeployApplication', check: 'revert' })[0];
  if (!reverted) return undefined;
  const words = findResults(evidence, { action: DETAIL, check: 'revert' })
    .filter(({ at }) => at > reverted.at)
    .flatMap(({ result }) => [readText(result, 'CurrentBatchStatus'), readText(result, 'Status')]);
  if (words.length === 0) return undefined;
  return { seen: distinct(words).join(', '), holds: words.some((word) => /revert/i.test(word)) };
};

const judgeRevertedRevision: Judge = (evidence) => {
  const infos = findResults(evidence, { action: INFO, check: 'revert' });
  const [first, last] = [infos[0], infos.at(-1)].map((seen) => readText(seen?.result, 'VersionId'));
  if (evidence.facts['rolled back'] !== 'reverted' || !first) return undefined;
  return anyAnswer(first === last ? 'the previous one' : 'another one');
};

/** What following a rollout answers. */
export const TEM_ROLLOUT_JUDGES: Judges = {
  'tem-batch-interval-unit': judgeInterval,
  'tem-read-lag': judgeLag,
  'tem-details-start-time': judgeStartTime,
  'tem-status-words': judgeStatusWords,
  'tem-pod-statuses': judgePodWords,
  'tem-restart-count': judgeRestarts,
  'tem-error-passes': judgeErrorPasses,
  'tem-next-start-unit': judgeNextStart,
  'tem-batch-count-includes-beta': judgeBatchCount,
  'tem-batch-division': judgeDivision,
  'tem-batch-index': judgeBatchIndex,
  'tem-beta-pause': judgePause,
  'tem-waiting-batch': judgeWaitingBatch,
  'tem-current-batch-status': judgeRevertWord,
  'tem-reverted-revision': judgeRevertedRevision,
};
