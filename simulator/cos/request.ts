import type { IncomingHttpHeaders } from 'node:http';
import type { CosOperation } from './operation.ts';

/** One request to COS as the simulator saw it. */
export interface CosRequest {
  method: string;
  /** Null where COS has no such operation, or the simulator has not. */
  operation: CosOperation | null;
  bucket: string;
  key: string;
  query: Record<string, string>;
  headers: IncomingHttpHeaders;
  /** Whether the signature stood in the query. */
  isPresigned: boolean;
  /** Virtual milliseconds since 1970. */
  at: number;
  requestId: string;
  /** 'ok', the error code answered, the name of the fault that struck, 'aborted' by the client, or 'unread'. */
  outcome: string;
  /** Of the answer; null without one. */
  status: number | null;
  /** Bytes of the answer's body that were sent. */
  sent: number;
}
