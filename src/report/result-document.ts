import type { OutputName, Outputs } from '../github/outputs.ts';
import type { Language } from '../text/format-text.ts';
import { formatText } from '../text/format-text.ts';
import type { Text } from '../text/message.ts';
import { stripControlChars } from '../text/sanitize.ts';
import type { EndInstances } from './instances.ts';
import { fit, formatTime } from './instances.ts';
import type { Outcome } from './outcome.ts';
import type { RunRecord } from './run-record.ts';
import type { SummaryInput } from './summary/summary-input.ts';
import { listVerification } from './verification-output.ts';

/** Outputs that the result has in another form, or omits: `plan` is long. */
const LEFT_OUT: ReadonlySet<string> = new Set<OutputName>([
  'failed-instances',
  'instances',
  'plan',
  'result',
  'verification',
]);

const MAX_BATCHES_LENGTH = 20_000;
const MAX_DETAILS_LENGTH = 5_000;

/**
 * Returns the result of a step as one typed JSON document, described by docs/result.schema.json.
 * Unknown values are omitted. Masked URLs are left out, because the runner would drop the whole
 * output.
 */
export function createResult(
  record: RunRecord,
  input: SummaryInput,
  instances: EndInstances | undefined,
): object {
  const { operation, outcome, inputs, now, took } = input;
  return dropEmpty({
    operation,
    ...selectOutputs(record.outputs, inputs.maskDownloadUrl === true),
    ...instances,
    'started-at': formatTime(now - took),
    target: dropEmpty({
      region: inputs.region,
      'application-id': inputs.applicationId,
      'environment-id': inputs.environmentId,
      'function-name': inputs.functionName,
      'task-id': inputs.taskId,
    }),
    'requested-version': inputs.deployVersion,
    verification:
      record.verification.length > 0 ? listVerification(record.verification) : undefined,
    batches: fit(listBatches(record, input.language), MAX_BATCHES_LENGTH),
    error: describeFailure(outcome, input.language),
  });
}

function selectOutputs(outputs: Outputs, isUrlMasked: boolean): Outputs {
  return Object.fromEntries(
    Object.entries(outputs).filter(
      ([name]) => !LEFT_OUT.has(name) && !(isUrlMasked && name === 'download-url'),
    ),
  );
}

/** Lists the batches in rollout order, with the observed times. */
function listBatches({ batches, timeline }: RunRecord, language: Language): object[] {
  return batches.map(({ healthy, position, of, state, total }) => {
    const segments = timeline.filter((segment) => segment.position === position);
    return dropEmpty({
      name: typeof position === 'number' ? `${position}/${of}` : position,
      state: state.kind === 'unknown' ? clean(state.word, language) || 'unknown' : state.kind,
      healthy,
      total,
      phases: segments.map(({ from, kind, to }) =>
        dropEmpty({
          state: kind,
          'started-at': formatTime(from),
          'ended-at': to === undefined ? undefined : formatTime(to),
        }),
      ),
    });
  });
}

function describeFailure(
  { code, details, headline, requestId }: Outcome,
  language: Language,
): object | undefined {
  if (code === '') return undefined;
  const texts = details.map(({ instance = '', label = '', text }) =>
    [instance, clean(label, language), clean(text, language)].filter(Boolean).join(': '),
  );
  return {
    code: clean(code, language),
    ...dropEmpty({ 'request-id': requestId }),
    message: clean(headline, language),
    details: fit(texts.filter(Boolean), MAX_DETAILS_LENGTH),
  };
}

function clean(text: Text, language: Language): string {
  return stripControlChars(formatText(text, language));
}

function dropEmpty(entries: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(entries).filter(([, value]) => value !== undefined && value !== ''),
  );
}
