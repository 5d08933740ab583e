import { asObjects, readText } from '../../src/tencent/json.ts';
import { findAnswers, getErrorCode } from '../evidence.ts';
import type { Evidence } from '../evidence.ts';
import { KNOWN_WORDS } from '../recording/words.ts';
import type { Judge, Judges } from './judge.ts';
import { anyAnswer, distinct, judgeFact } from './judge.ts';

const VERSIONS = 'DescribeApplicationVersion';

function listVersions(evidence: Evidence) {
  return findAnswers(evidence, { action: VERSIONS }).flatMap(({ response }) =>
    asObjects(response?.Versions),
  );
}

const judgeCarEndpoint: Judge = ({ answers }) => {
  const first = answers.find(({ action }) => action === VERSIONS);
  if (!first) return undefined;
  const code = getErrorCode(first);
  return { seen: code || 'served', holds: !/InvalidAction|NoSuch|InterfaceNotFound/.test(code) };
};

const judgeCarOrder: Judge = ({ facts }) => {
  const status = facts['car version'];
  return status === undefined ? undefined : { seen: status || 'refused', holds: status !== '' };
};

const pathsOf = (evidence: Evidence) =>
  findAnswers(evidence, { action: 'DescribeCosCredential' }).map(({ response }) =>
    readText(response ?? undefined, 'Path'),
  );

const judgeCarPathVersion: Judge = (evidence) => {
  const [path] = pathsOf(evidence);
  return path === undefined
    ? undefined
    : anyAnswer(path.includes('/ver-') ? 'it does' : 'it does not');
};

const judgeCarPathForm: Judge = (evidence) => {
  const [path] = pathsOf(evidence);
  if (path === undefined) return undefined;
  return { seen: path.endsWith('/') ? 'a folder' : 'a key', holds: !path.endsWith('/') };
};

const judgeCarStatuses: Judge = (evidence) => {
  const words = distinct(
    listVersions(evidence).map((version) => readText(version, 'ApplicationVersionStatus')),
  );
  if (words.length === 0) return undefined;
  const known = KNOWN_WORDS['UserApplicationVersion.ApplicationVersionStatus'] ?? [];
  return { seen: words.join(', '), holds: words.every((word) => known.includes(word)) };
};

const judgeCarTime: Judge = (evidence) => {
  const times = listVersions(evidence).map((version) => readText(version, 'CreateTime'));
  if (times.length === 0) return undefined;
  const isComparable = times.every((time) =>
    /^\d{4}-\d\d-\d\dT[\d:]+(?:Z|[+-]\d\d:\d\d)$/.test(time),
  );
  return { seen: isComparable ? 'RFC 3339' : 'another form', holds: isComparable };
};

const judgeScfLife: Judge = ({ facts }) => {
  const fetched = facts['scf download'];
  if (!fetched) return undefined;
  const seconds = facts['scf url seconds'] || '?';
  return { seen: `${fetched}; signed for ${seconds} s`, holds: fetched.startsWith('200') };
};

/** A wrong secret is refused as such; a parameter that SCF does not know has another code. */
const judgeCodeSecret = judgeFact(
  'scf code secret',
  (seen) => seen === 'accepted' || seen.endsWith('CodeSecret'),
);

const judgeDlcPath: Judge = ({ answers }) => {
  const ready = answers.filter(
    ({ action, response }) =>
      action === 'DescribeResultDownload' &&
      readText(response ?? undefined, 'Status') === 'success',
  );
  const [first] = ready;
  if (!first) return undefined;
  return anyAnswer(readText(first.response ?? undefined, 'Path') ? 'with the status' : 'later');
};

const judgeDlcRegion: Judge = ({ facts }) => {
  const region = facts['dlc bucket region'];
  return region ? { seen: region, holds: region === 'that of the call' } : undefined;
};

/** What CAR, SCF and DLC answer. */
export const SERVICE_JUDGES: Judges = {
  'car-endpoint': judgeCarEndpoint,
  'car-order': judgeCarOrder,
  'car-upload-version': judgeFact('car keys without a version', () => true),
  'car-path-version': judgeCarPathVersion,
  'car-path-form': judgeCarPathForm,
  'car-statuses': judgeCarStatuses,
  'car-create-time': judgeCarTime,
  'scf-url-life': judgeScfLife,
  'scf-url-https': judgeFact('scf https', (seen) => seen === '200'),
  'scf-code-secret': judgeCodeSecret,
  'scf-image-function': judgeFact('scf image url', (seen) => seen === 'empty'),
  'scf-code-sha256': judgeFact('scf hash', (seen) => seen === 'hex' || seen === 'base64'),
  'dlc-bucket-region': judgeDlcRegion,
  'dlc-keys': judgeFact('dlc step', (seen) => seen === 'downloaded'),
  'dlc-formats': judgeFact('dlc other format', () => true),
  'dlc-file-kind': judgeFact('dlc file', () => true),
  'dlc-path-with-status': judgeDlcPath,
  'dlc-second-export': judgeFact('dlc second step', (seen) => seen === 'downloaded'),
};
