import type { ApiError } from '../api-error.ts';
import type { Fields } from './service.ts';

/** What goes back over HTTP. */
export interface Answer {
  status: number;
  contentType: string;
  body: string;
}

export function resultAnswer(fields: Fields, requestId: string): Answer {
  return jsonAnswer(200, { Response: { ...fields, RequestId: requestId } });
}

/** The cloud answers refusals with HTTP 200. */
export function errorAnswer(error: ApiError, requestId: string): Answer {
  const { code: Code, message: Message } = error;
  return jsonAnswer(200, { Response: { Error: { Code, Message }, RequestId: requestId } });
}

export function jsonAnswer(status: number, value: unknown): Answer {
  return { status, contentType: 'application/json', body: JSON.stringify(value) };
}
