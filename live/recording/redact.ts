import type { JsonObject } from '../../src/tencent/json.ts';
import { asObject, readText } from '../../src/tencent/json.ts';
import type { Answer, Evidence } from '../evidence.ts';
import type { FieldType, ReadFields } from './model.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { redactUrl } from './redact-url.ts';
import { REGION_FIELDS, SENTENCE_FIELDS, VOCABULARY, WORD_FIELDS } from './words.ts';

const WORD = /^(?:[A-Za-z]{1,24}(?:[_. -][A-Za-z]{1,24}){0,4}|\d{0,2})$/;
/** Error codes, whose second part can be long. */
const CODE =
  /^(?:AuthFailure|FailedOperation|InternalError|InvalidParameter|InvalidParameterValue|LimitExceeded|MissingParameter|OperationDenied|RequestLimitExceeded|ResourceInUse|ResourceNotFound|ResourceUnavailable|UnauthorizedOperation|UnsupportedOperation)\.[A-Za-z]{1,36}$/;
const REGION = /^[a-z]{2}-[a-z]{3,12}(?:-[a-z]{3,12}){0,2}(?:-\d)?$/;
const TIME = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?$/;
/** Numbers below it count something; larger ones may be accounts. */
const SMALL = 100_000;

export interface Redacted extends Evidence {
  /** What was replaced, to check that it is gone. */
  readonly originals: readonly string[];
}

/**
 * Returns the evidence without anything that identifies an account or opens a door. By default
 * everything is replaced, the same text always in the same way. What stays is listed: words of
 * Tencent Cloud, regions, times, small numbers, true and false. Of a field that the official package
 * does not have, only its name and its type stay. Pure.
 */
export function redact({ answers, facts }: Evidence, readFields: ReadFields): Redacted {
  const names = new Pseudonyms();
  return {
    answers: answers.map((answer) => redactAnswer(answer, readFields, names)),
    facts: Object.fromEntries(
      Object.entries(facts).map(([name, value]) => [name, redactFact(value, names)]),
    ),
    get originals() {
      return names.originals;
    },
  };
}

/** A time in ms, as in the paths of packages. Answers have times of their own. */
const MILLISECONDS = /^1\d{12}$/;

/** Returns which of the replaced texts can still be found; short ones occur anywhere. */
export function findLeaks({ originals, ...evidence }: Redacted): string[] {
  const text = JSON.stringify(evidence);
  return originals.filter((original) => {
    const isDistinct = original.length >= 6 && !MILLISECONDS.test(original);
    return isDistinct && text.includes(original);
  });
}

function redactAnswer(answer: Answer, readFields: ReadFields, names: Pseudonyms): Answer {
  const walk = createWalk(answer.service, readFields, names);
  const { action, parameters, response } = answer;
  const error = asObject(response?.Error);
  const typeOf = (suffix: string): FieldType => ({ kind: 'object', name: `${action}${suffix}` });
  const content = response && (walk(response, typeOf('Response'), '') as JsonObject);
  return {
    ...answer,
    parameters: walk(parameters, typeOf('Request'), '') as JsonObject,
    response: error
      ? {
          Error: {
            Code: redactText('Status', readText(error, 'Code'), names),
            Message: redactText('Message', readText(error, 'Message'), names),
          },
          RequestId: names.replace(readText(response ?? undefined, 'RequestId')),
        }
      : content,
  };
}

type Walk = (value: unknown, type: FieldType | undefined, field: string) => unknown;

function createWalk(service: string, readFields: ReadFields, names: Pseudonyms): Walk {
  const walk: Walk = (value, type, field) => {
    if (value === null || typeof value === 'boolean') return value;
    // The package does not know the field: only its type is kept.
    if (!type) return placeholder(value);
    if (typeof value === 'string') return redactText(field, value, names);
    if (typeof value === 'number') return redactNumber(field, value, names);
    if (Array.isArray(value)) {
      const element = type.kind === 'list' ? type.of : undefined;
      return value.map((each) => walk(each, element, field));
    }
    const fields = type.kind === 'object' ? (readFields(service, type.name) ?? {}) : {};
    return Object.fromEntries(
      Object.entries(value as JsonObject).map(([name, each]) => [
        Object.hasOwn(fields, name) ? name : redactName(name, names),
        walk(each, fields[name]?.type, name),
      ]),
    );
  };
  return walk;
}

/** The name of an unknown field is worth knowing, if it looks like one. */
function redactName(name: string, names: Pseudonyms): string {
  return /^[A-Z][a-z]{1,14}(?:[A-Z][a-z]{1,14}){0,4}$/.test(name) ? name : names.replace(name);
}

function placeholder(value: unknown): unknown {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 0;
  return Array.isArray(value) ? [] : {};
}

function redactNumber(field: string, value: number, names: Pseudonyms): number {
  const isTime = /Time|Date/.test(field);
  if (isTime || Math.abs(value) < SMALL) return value;
  return Number(names.replace(String(Math.trunc(Math.abs(value)))));
}

function redactText(field: string, value: string, names: Pseudonyms): string {
  if (WORD_FIELDS.has(field) && (WORD.test(value) || CODE.test(value))) return value;
  if (REGION_FIELDS.has(field) && REGION.test(value)) return value;
  if (TIME.test(value)) return value;
  if (SENTENCE_FIELDS.has(field)) return redactSentence(value);
  if (/^[a-z]+:\/\//i.test(value)) return redactUrl(value, names);
  // Times as text, in seconds or milliseconds.
  if (field.endsWith('Time') && /^1\d{9}(?:\d{3})?$/.test(value)) return value;
  return names.replace(value);
}

/** Facts are our own words, counts and codes; anything else in them is replaced. */
function redactFact(value: string, names: Pseudonyms): string {
  return value
    .split(' ')
    .map((part) => (/^\d{1,6}$/.test(part) ? part : redactText('Status', part, names)))
    .join(' ');
}

/** Keeps the common words and the short numbers of a sentence. */
function redactSentence(text: string): string {
  return text
    .replace(/[^\s,;()"'`]+/g, (token) => {
      const core = token.replace(/[.:]+$/, '');
      const isCommon = VOCABULARY.has(core.toLowerCase()) || /^\d{1,3}$/.test(core);
      return isCommon ? token : '…';
    })
    .replace(/…(?:\s+…)+/g, '…');
}
