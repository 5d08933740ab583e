import type { IncomingHttpHeaders } from 'node:http';
import type { SimulatedBucket } from './bucket.ts';
import type { CosQuery } from './query.ts';

/** A request to COS that is authentic and allowed. */
export interface CosCall {
  bucket: SimulatedBucket;
  key: string;
  query: CosQuery;
  headers: IncomingHttpHeaders;
  body: AsyncIterable<Buffer>;
  /** Milliseconds since 1970. */
  now: number;
}

/** What operations need to know of the simulator. */
export interface CosSettings {
  /** digest-only: bytes are counted and hashed, then dropped. */
  storage: 'memory' | 'digest-only';
  /** Of every part but the last; COS says 1 MiB. */
  minPartBytes: number;
  newUploadId: () => string;
  /** Whether x-cos-hash-crc64ecma is answered. */
  answersCrc64: () => boolean;
}
