import type { Catalogue } from '../template.ts';

/** How a step ends, whatever it did. */
export const OUTCOME = {
  'outcome.result': 'Result',
  'outcome.ended-in': '{status} in {duration}',
  'outcome.refused': '{service} refused {action}: {code}',
  'outcome.no-answer': '{service} did not answer {action}',
  'outcome.download-no-answer': 'the download URL did not respond',
  'outcome.file-unusable': '{path} cannot be used: {reason}',
  'outcome.a-file': 'a file',
  'outcome.internal-error': 'internal error: {error}',
  'outcome.report-it': 'Please report this as an issue of this action, with the log.',
  'outcome.cancelled': 'the job was cancelled',
  'outcome.timed-out': 'timed out after {limit} (`timeout`)',
  'outcome.more-time': 'Allow more time: raise `timeout`.',
} as const satisfies Catalogue;
