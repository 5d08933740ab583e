import type { Dispatcher } from 'undici';
import type { CloudTime } from '../tencent/cloud-time.ts';
import type { Patience } from '../tencent/cos/retry.ts';

/** Connections, and how long and how to try again. */
export interface Wire extends Patience {
  /** Its timeouts (connection, headers, idle body) end a request that hangs. */
  readonly dispatcher: Dispatcher;
  /** The cloud's time, for what is signed. */
  readonly time: CloudTime;
}
