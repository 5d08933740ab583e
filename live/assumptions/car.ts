import type { Assumption } from './assumption.ts';

/** Versions of cloud applications. */
export const CAR: readonly Assumption[] = [
  {
    id: 'car-endpoint',
    question:
      'Does `car.tencentcloudapi.com` serve the management of applications, which only the international definition has?',
    assumed: 'It does, for the accounts of both sites.',
    otherwise:
      'The first call fails with `InvalidAction`; the input `endpoint` names another host.',
    check: 'car-version',
    state: 'open',
  },
  {
    id: 'car-order',
    question: 'Is a version created before its file is uploaded, as in car-cli?',
    assumed: 'It is: create, upload, wait, publish.',
    otherwise: 'CAR refuses the creation or the upload path, and nothing is published.',
    check: 'car-version',
    state: 'open',
  },
  {
    id: 'car-upload-version',
    question:
      'Which version do the upload keys belong to, as the call names none, and what happens without a version that waits for its file?',
    assumed:
      'The one in preparation. The step asks only after it has created one, and waits for a path of that version.',
    otherwise: 'With the path of another version the step fails without uploading.',
    check: 'car-version',
    state: 'open',
  },
  {
    id: 'car-path-version',
    question: 'Does every upload path contain the ID of its version?',
    assumed: 'Not every one: a path without any version ID is accepted.',
    otherwise:
      'A file could reach another version that waits for one; CAR allows only one of them.',
    check: 'car-version',
    state: 'open',
  },
  {
    id: 'car-path-form',
    question: 'Is the upload path an object key or a folder?',
    assumed: 'A key; a path that ends with a slash gets the name of the file.',
    otherwise: 'COS refuses the keys for another path, and the step fails without publishing.',
    check: 'car-version',
    state: 'open',
  },
  {
    id: 'car-statuses',
    question:
      'Which other statuses do versions have, what is the first one, and do they block a new version?',
    assumed:
      'Only the documented ones have a meaning; `Uploading` and `Creating` both mean "not ready".',
    otherwise:
      'While it waits, the step shows the word and keeps waiting. Before a creation it deletes nothing, and fails.',
    check: 'car-version',
    state: 'open',
  },
  {
    id: 'car-create-time',
    question: 'Does every version have a `CreateTime` that can be compared?',
    assumed: 'It does, as RFC 3339.',
    otherwise: 'The step deletes nothing to make room, and fails with the times that it got.',
    check: 'reads',
    state: 'open',
  },
  {
    id: 'car-lock-timeout',
    question: 'Does `FailedOperation.LockTimeout` mean that the change was not executed?',
    assumed: 'It may have been: the versions are read before the call is sent again.',
    otherwise: 'The step reads once more than it has to.',
    check: {
      byHand:
        'No call can make CAR time out. If the log of a step shows the code, list the versions and see whether the change is there.',
    },
    state: 'open',
  },
];
