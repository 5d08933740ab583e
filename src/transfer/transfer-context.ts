import type { Dispatcher } from 'undici';
import type { ServerClock } from '../tencent/clock-skew.ts';
import type { RetryOptions } from '../tencent/retry.ts';

/** What every transfer of a run shares: connections, the cloud's time, and how to try again. */
export interface TransferContext extends RetryOptions {
  /** Its timeouts (connection, headers, idle body) end a request that hangs. */
  readonly dispatcher: Dispatcher;
  /** For what is signed. */
  readonly time: ServerClock;
}
