import { asObject, asObjects, readNumber, readText } from '../../src/tencent/json.ts';
import { findAnswers, getErrorCode } from '../evidence.ts';
import type { Evidence } from '../evidence.ts';
import { anyAnswer, DETAIL, distinct, findResults, INFO, judgeFact, PODS } from './judge.ts';
import type { Judge, Judges, Seen } from './judge.ts';

const lastInfo = (evidence: Evidence) => findResults(evidence, { action: INFO }).at(-1)?.result;

/** The details of a rollout that is over: the last batch is finished, and none is in progress. */
function findEndedDetails(evidence: Evidence): Seen | undefined {
  const info = findResults(evidence, { action: INFO, check: 'reads' }).at(-1)?.result;
  if (!info || info.UnderDeploying === true || readText(info, 'BatchDeployStatus'))
    return undefined;
  return findResults(evidence, { action: DETAIL, check: 'reads' }).at(-1);
}

const judgeDetailWithoutVersion: Judge = (evidence) => {
  const [plain, byVersion] = [false, true].map((hasVersion) =>
    findAnswers(evidence, { action: DETAIL, check: 'reads' }).findLast(
      ({ parameters }) => 'VersionId' in parameters === hasVersion,
    ),
  );
  if (!plain || !byVersion) return undefined;
  const [a, b] = [plain, byVersion].map(({ response }) =>
    readText(asObjects(response?.Result)[0], 'StartTime'),
  );
  return { seen: a === b ? 'the same rollout' : 'another rollout', holds: a === b };
};

/** A successful rollout must not have a word that means a failure to the code. */
const judgeSuccessWord: Judge = (evidence) => {
  const status = readText(findEndedDetails(evidence)?.result, 'Status');
  const isServing = readText(lastInfo(evidence), 'Status') === 'normal';
  if (!isServing || !status) return undefined;
  return { seen: status, holds: !/error|fail|revert/i.test(status) };
};

const judgeEndTime: Judge = (evidence) => {
  const ended = findEndedDetails(evidence);
  return ended && anyAnswer(readText(ended.result, 'EndTime') ? 'set' : 'empty');
};

const judgeMissingBeta: Judge = (evidence) => {
  const values = findResults(evidence, { action: DETAIL })
    .map(({ result }) => result.BetaBatchDetail)
    .filter((value) => value === null || asObjects(value).every((each) => !each.BatchStatus));
  if (values.length === 0) return undefined;
  return anyAnswer(
    distinct(values.map((value) => (value === null ? 'null' : 'an empty one'))).join(', '),
  );
};

const isFilled =
  (name: string): Judge =>
  (evidence) => {
    const info = lastInfo(evidence);
    return info && anyAnswer(readText(info, name) ? 'filled' : 'empty');
  };

const judgePodVersions: Judge = (evidence) => {
  const pods = findResults(evidence, { action: PODS }).flatMap(({ result }) =>
    asObjects(result.PodList),
  );
  if (pods.length === 0) return undefined;
  const named = pods.filter((pod) => readText(pod, 'DeployVersion')).length;
  return anyAnswer(`${named} of ${pods.length}`);
};

const judgePackageName: Judge = (evidence) => {
  const name = readText(lastInfo(evidence), 'PkgName');
  if (!name) return undefined;
  return anyAnswer(name.includes('/') ? 'the whole path' : 'the name of the file');
};

const judgeEnvironments: Judge = (evidence) => {
  const records = listRecords(evidence, 'DescribeApplications');
  if (records.length === 0) return undefined;
  const named = records.filter((record) =>
    [record, ...asObjects(record.ActiveVersions)].some((each) => readText(each, 'EnvironmentId')),
  ).length;
  return anyAnswer(`${named} of ${records.length}`);
};

function listRecords(evidence: Evidence, action: string) {
  return findResults(evidence, { action }).flatMap(({ result }) => asObjects(result.Records));
}

const judgePageLimit: Judge = ({ answers }) => {
  const lists = answers.filter(({ parameters }) => parameters.Limit === 100);
  if (lists.length === 0) return undefined;
  const codes = distinct(lists.map(getErrorCode).filter((code) => /Invalid|Limit/.test(code)));
  return { seen: codes.join(', ') || '100 is accepted', holds: codes.length === 0 };
};

/** With Offset 1, a list that counts items repeats all but its first item. */
const judgePageOffset: Judge = (evidence) => {
  const [first, second] = [0, 1].map((offset) => {
    const answer = findAnswers(evidence, { action: 'DescribeApplications' }).findLast(
      ({ parameters }) => parameters.Offset === offset,
    );
    return asObjects(answer?.response?.Result)[0];
  });
  if (!first || !second || (readNumber(first, 'Total') ?? 0) < 2) return undefined;
  const [a, b] = [first, second].map((result) => asObjects(result.Records).length);
  return anyAnswer(b === (a ?? 0) - 1 ? 'items' : 'pages');
};

/** Two reads of the same page, one right after the other. */
const judgePageOrder: Judge = (evidence) => {
  const pages = findAnswers(evidence, { action: 'DescribeApplications', check: 'reads' })
    .filter(({ parameters }) => parameters.Offset === 0)
    .map(({ response }) => asObjects(asObject(response?.Result)?.Records));
  const [first, second] = pages;
  if (!first || !second || first.length < 2) return undefined;
  const [a, b] = [first, second].map((records) =>
    records.map((record) => readText(record, 'ApplicationId')).join(),
  );
  return anyAnswer(a === b ? 'the same twice' : 'another one');
};

const NEVER_RAN = 'ResourceNotFound.ServiceRunningVersionNotFound';

const judgeNeverDeployed: Judge = ({ facts }) => {
  const pods = facts['instances of a new application'];
  const details = facts['details of a new application'];
  if (pods === undefined || details === undefined) return undefined;
  return {
    seen: `instances: ${pods}; details: ${details}`,
    holds: pods === NEVER_RAN && details.startsWith('ResourceNotFound'),
  };
};

/** What one read of an application answers. */
export const TEM_READS: Judges = {
  'tem-detail-without-version': judgeDetailWithoutVersion,
  'tem-success-word': judgeSuccessWord,
  'tem-end-time': judgeEndTime,
  'tem-missing-beta-batch': judgeMissingBeta,
  'tem-deploy-version-filled': isFilled('DeployVersion'),
  'tem-expected-instances': isFilled('ExpectedInstances'),
  'tem-pod-version-listed': judgePodVersions,
  'tem-current-package-name': judgePackageName,
  'tem-application-environments': judgeEnvironments,
  'tem-never-deployed': judgeNeverDeployed,
  'tem-source-channel': judgeFact('applications by source channel', () => true),
  'tem-public-url-scheme': judgeFact('public address', (seen) => !seen.includes('not as')),
  'api-page-limit': judgePageLimit,
  'api-page-order': judgePageOrder,
  'api-page-offset': judgePageOffset,
};
