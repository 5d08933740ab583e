import { asObject, readNumber, readText } from '../../src/tencent/json.ts';
import type { Evidence } from '../evidence.ts';
import { getErrorCode } from '../evidence.ts';
import type { Judge, Judges } from './judge.ts';
import { anyAnswer, findResults, judgeFact } from './judge.ts';

const findTokens = (evidence: Evidence) =>
  findResults(evidence, { action: 'CreateCosToken' })
    .map(({ at, result }) => ({ at, token: result }))
    .filter(({ token }) => readText(token, 'Bucket'));

/** The codes with which TEM would refuse a package that it does not find. */
const NO_PACKAGE = /DeployVersion|Package|Pkg/i;

const judgeNameForm: Judge = ({ answers }) => {
  const triggers = answers.filter(({ action, parameters }) => {
    return (
      action === 'RollingUpdateApplicationByVersion' &&
      readText(parameters, 'PackageName').includes('/')
    );
  });
  const codes = triggers.map(getErrorCode);
  const refused = codes.find((code) => NO_PACKAGE.test(code));
  if (refused !== undefined) return { seen: refused, holds: false };
  return codes.includes('') ? { seen: 'the whole path is accepted', holds: true } : undefined;
};

const judgePath: Judge = (evidence) => {
  const path = readText(findTokens(evidence)[0]?.token, 'FullPath');
  if (!path) return undefined;
  const form = `${path.startsWith('/') ? 'a slash, then ' : ''}${path.split('/').filter(Boolean).length} parts`;
  const upload = evidence.facts.upload;
  return { seen: form, holds: !path.endsWith('/') && (upload === undefined || upload === 'done') };
};

const judgeBucket: Judge = (evidence) => {
  const names = [
    ...findTokens(evidence).map(({ token }) => readText(token, 'Bucket')),
    ...evidence.answers
      .filter(({ action }) => action === 'DescribeCosCredential')
      .map(({ response }) => readText(response ?? undefined, 'CosBucket')),
  ].filter(Boolean);
  if (names.length === 0) return undefined;
  const isWhole = names.every((name) => /-\d{8,12}$/.test(name));
  return { seen: isWhole ? 'with the account' : 'without the account', holds: isWhole };
};

const YEAR_SECONDS = 365 * 86_400;

const judgeExpiry: Judge = (evidence) => {
  const [first] = findTokens(evidence);
  const expires = readNumber(first?.token, 'ExpiredTime');
  if (!first || expires === undefined) return undefined;
  const seconds = expires - first.at / 1000;
  const isSeconds = seconds > 0 && seconds < YEAR_SECONDS;
  return {
    seen: isSeconds ? `in ${Math.round(seconds)} s` : 'not in seconds since 1970',
    holds: isSeconds,
  };
};

const judgeUrlName: Judge = ({ facts }) => {
  const [path, file] = [facts['package by whole path'], facts['package by file name']];
  if (path === undefined || file === undefined) return undefined;
  return {
    seen: `whole path: ${path}; file name: ${file}`,
    holds: path.startsWith('200') || !file.startsWith('200'),
  };
};

const judgeUrlLife: Judge = ({ facts }) => {
  const fetched = facts['package by whole path'];
  if (!fetched || !/^\d/.test(fetched)) return undefined;
  return {
    seen: `${fetched}; signed for ${facts['package url seconds'] || '?'} s`,
    holds: fetched.startsWith('200'),
  };
};

const judgeVersionForm: Judge = (evidence) => {
  const asked = evidence.answers.find(({ action }) => action === 'CreateCosToken');
  const hasToken = asObject(asked?.response?.Result) !== undefined;
  return hasToken ? anyAnswer('the time is accepted') : undefined;
};

/** Says something only if the same keys could upload in one part. */
const judgeMultipart: Judge = (evidence) =>
  evidence.facts.upload === 'done'
    ? judgeFact('upload in parts', (seen) => seen === 'done')(evidence)
    : undefined;

/** What uploads and packages answer. */
export const PACKAGE_JUDGES: Judges = {
  'tem-package-name-form': judgeNameForm,
  'tem-package-path': judgePath,
  'tem-version-form': judgeVersionForm,
  'cos-bucket-name': judgeBucket,
  'cos-token-expiry': judgeExpiry,
  'cos-keys-multipart': judgeMultipart,
  'cos-keys-read': judgeFact('upload read', () => true),
  'cos-part-marker': judgeFact('part marker', () => true),
  'tem-package-url-name': judgeUrlName,
  'tem-package-url-life': judgeUrlLife,
};
