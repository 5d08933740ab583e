import type { Assumption } from './assumption.ts';

/** The code of SCF functions and the results of DLC queries. */
export const DOWNLOADS: readonly Assumption[] = [
  {
    id: 'scf-url-life',
    question: 'How long is the URL of a code package valid, and how many times?',
    assumed:
      'Long enough to begin: the download starts at once. `download-url-expires-at` comes from the signature in the URL, in each form that was seen.',
    otherwise:
      'After a 403 a new URL is requested, and the download continues there. Without a readable time the output is not set.',
    check: 'scf-url',
    state: 'open',
  },
  {
    id: 'scf-url-https',
    question: 'Does the host of a plain `http:` URL serve HTTPS, too?',
    assumed: 'It does, if it belongs to COS: the URL is changed to HTTPS.',
    otherwise: 'A URL of another host is refused, and a connection without TLS fails.',
    check: 'scf-url',
    state: 'open',
  },
  {
    id: 'scf-code-sha256',
    question: 'Is `CodeSha256` the hash of the downloaded zip file, in hex?',
    assumed: 'It is, in hex or in base64.',
    otherwise:
      'The download fails the comparison. `digest-mismatch: warn` keeps the file with a warning.',
    check: 'scf-url',
    state: 'open',
  },
  {
    id: 'scf-code-secret',
    question:
      'Does `GetFunctionAddress` accept `CodeSecret`, which only Tencent’s own client sends?',
    assumed: 'It does. It is sent only if the input `code-secret` is given.',
    otherwise: 'SCF refuses the parameter, and the step fails with its code.',
    check: 'scf-url',
    state: 'open',
  },
  {
    id: 'scf-image-function',
    question: 'Has a function that runs an image no code package?',
    assumed: 'It has none, and its URL is empty.',
    otherwise: 'Whatever the URL leads to is downloaded. An error of SCF is reported as it is.',
    check: 'scf-url',
    state: 'open',
  },
  {
    id: 'dlc-bucket-region',
    question: 'In which region is the bucket of a result?',
    assumed: 'In that of the call.',
    otherwise: 'COS names the right one, and the download continues there.',
    check: 'dlc-download',
    state: 'open',
  },
  {
    id: 'dlc-keys',
    question: 'Do the keys of a result sign reads of COS, as all other temporary keys do?',
    assumed: 'They do, with the token in a header.',
    otherwise: 'After a 403 new keys are requested once; then the step fails with COS’s code.',
    check: 'dlc-download',
    state: 'open',
  },
  {
    id: 'dlc-formats',
    question: 'Which formats are there besides CSV?',
    assumed: 'None is known: `format` is sent as it is.',
    otherwise: 'DLC refuses the format, and the step fails with its code.',
    check: 'dlc-download',
    state: 'open',
  },
  {
    id: 'dlc-file-kind',
    question: 'Can a result be an archive, or have a `Content-Encoding`?',
    assumed: 'Both: the file has the name of its object, and an encoding is decoded.',
    otherwise: 'An unknown encoding is an error, and no file is left behind.',
    check: 'dlc-download',
    state: 'open',
  },
  {
    id: 'dlc-path-with-status',
    question: 'Does the path of a result always come together with `success`?',
    assumed: 'Not always: the step keeps reading for a while.',
    otherwise: 'If it stays missing, the step fails and says so.',
    check: 'dlc-download',
    state: 'open',
  },
  {
    id: 'dlc-second-export',
    question: 'What does a second export of the same result return?',
    assumed: 'A valid ID, the same or another: two exports do no harm.',
    otherwise: 'DLC’s refusal is the result of the step.',
    check: 'dlc-download',
    state: 'open',
  },
];
