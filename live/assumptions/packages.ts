import type { Assumption } from './assumption.ts';

/** Uploads to COS with temporary keys, and packages of TEM. */
export const PACKAGES: readonly Assumption[] = [
  {
    id: 'tem-package-name-form',
    question: 'Does a rollout want the whole path of the package, or the name of its file?',
    assumed: 'The whole path, as in the official example of a success.',
    otherwise:
      'TEM rejects the package, and nothing is deployed. The input `package-name` overrides the name.',
    check: 'upload-one',
    state: 'open',
  },
  {
    id: 'tem-package-path',
    question: 'Does `FullPath` begin with a slash, and is it a whole object key?',
    assumed: 'It is a whole key; one slash at the beginning is removed for COS.',
    otherwise:
      'COS refuses the upload with the temporary keys, and the step fails before it deploys.',
    check: 'upload-one',
    state: 'open',
  },
  {
    id: 'cos-bucket-name',
    question: 'Do buckets in answers always contain the account (`NAME-APPID`)?',
    assumed: 'They do, because the host of a bucket needs it.',
    otherwise: 'The host does not exist, and the step fails before it deploys.',
    check: 'upload-one',
    state: 'open',
  },
  {
    id: 'cos-token-expiry',
    question: 'Is the `ExpiredTime` of temporary keys in seconds since 1970?',
    assumed: 'It is, also if it comes as text.',
    otherwise:
      'An unreadable time counts as absent, and keys are renewed when COS refuses them. With a time in the past, new keys are requested for each call, and an upload in several parts may fail.',
    check: 'upload-one',
    state: 'open',
  },
  {
    id: 'cos-keys-multipart',
    question: 'Do the temporary keys of TEM and CAR allow uploads in several parts?',
    assumed: 'They do.',
    otherwise: 'After a 403 the file is sent again in one piece, up to 5 GB.',
    check: 'upload-parts',
    state: 'open',
  },
  {
    id: 'cos-keys-read',
    question: 'Do the temporary keys of TEM and CAR allow reads of what was uploaded?',
    assumed: 'They may: after a lost answer the step asks COS what it has.',
    otherwise: 'After a 403 the file is sent again.',
    check: 'upload-one',
    state: 'open',
  },
  {
    id: 'cos-expired-keys-code',
    question: 'With which code does COS refuse temporary keys that have expired?',
    assumed: 'With any code of a 403 except a wrong clock.',
    otherwise: 'Other refusals of this kind are final. After a 403 new keys are tried once.',
    check: {
      byHand:
        'No call gives keys that have expired, and they live longer than a run. Keep the keys of one `CreateCosToken` until after their `ExpiredTime`, then read any object with them.',
    },
    state: 'open',
  },
  {
    id: 'cos-part-marker',
    question: 'Is the part that `part-number-marker` names listed itself?',
    assumed: 'Either: two parts are requested, and the right one is picked.',
    otherwise: 'The part counts as missing and is sent again.',
    check: 'upload-parts',
    state: 'open',
  },
  {
    id: 'tem-package-url-name',
    question: 'Does the download of a package want the whole path or the name of its file?',
    assumed: 'The same form as the rollout: the name is sent as it is.',
    otherwise:
      'After a rollout a missing URL is a warning. `tem-package-url` fails and asks to check the name.',
    check: 'package',
    state: 'open',
  },
  {
    id: 'tem-package-url-life',
    question: 'How long is the download URL of a package valid, and how many times?',
    assumed: 'Long enough to begin: the download starts at once.',
    otherwise: 'After a 403 a new URL is requested, and the download continues there.',
    check: 'package',
    state: 'open',
  },
];
