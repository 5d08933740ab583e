import type { CosAnswer } from './answer.ts';
import type { CosError } from './errors.ts';

export interface PerformOptions {
  /** How far the server's clock is off; its Date header follows. */
  skewSeconds?: number;
  /** Answers the whole object, as a server that knows no ranges. */
  ignoresRange?: boolean;
}

/** What a fault can do with one request to COS. */
export interface CosExchange {
  /** Of the request's body, in bytes. */
  bodyLength: number;
  /** Reads and drops the request's body, or that many bytes of it. */
  discard(bytes?: number): Promise<void>;
  /** Executes the request, reading its body; gives refusals as answers too. */
  perform(options?: PerformOptions): Promise<CosAnswer>;
  /** As COS answers it. */
  refusal(error: CosError): CosAnswer;
  /** The connection breaks after `cutAfter` bytes of the body. */
  send(answer: CosAnswer, cutAfter?: number): Promise<void>;
  /** An orderly end of the connection without an answer. */
  hangUp(): void;
  /** Resets the connection (RST). */
  reset(): void;
  /** Virtual seconds. */
  pause(seconds: number): Promise<void>;
}
