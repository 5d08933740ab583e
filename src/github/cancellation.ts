/** The part of Node's `process` that emits signals. */
export interface SignalSource {
  on(signal: NodeJS.Signals, listener: NodeJS.SignalsListener): unknown;
}

/**
 * On cancellation the runner sends SIGINT, after 7.5 s SIGTERM (SIGBREAK on Windows), and kills the
 * process 2.5 s later.
 */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const;

/**
 * Turns the cancellation of a job into an AbortSignal, which aborts at the first signal with an
 * `AbortError` that names it. Further signals are ignored and do not end the process.
 */
export function createCancelSignal(source: SignalSource): AbortSignal {
  const controller = new AbortController();
  const cancel = (name: NodeJS.Signals): void => {
    controller.abort(new DOMException(`The job was cancelled (${name})`, 'AbortError'));
  };
  for (const name of SIGNALS) source.on(name, cancel);
  return controller.signal;
}
