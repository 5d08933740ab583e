import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';

/** What a fault can do with one request, once it has been read. */
export interface Exchange {
  /** Executes the request as a server whose clock is off by so many seconds; its Date header follows. */
  perform(skewSeconds?: number): Answer;
  send(answer: Answer): void;
  /** An orderly end of the connection without an answer. */
  hangUp(): void;
  /** Resets the connection (RST). */
  reset(): void;
  /** Virtual seconds. */
  pause(seconds: number): Promise<void>;
}

/** The Date header says `now` (milliseconds since 1970). */
export function sendAnswer(response: ServerResponse, answer: Answer, now: number): void {
  if (response.destroyed) return;
  response.sendDate = false;
  response.writeHead(answer.status, {
    Date: new Date(now).toUTCString(),
    'Content-Type': answer.contentType,
    'Content-Length': Buffer.byteLength(answer.body),
  });
  response.end(answer.body);
}
