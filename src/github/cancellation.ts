/** The part of Node's `process` that emits signals. */
export interface SignalSource {
  on(signal: NodeJS.Signals, listener: NodeJS.SignalsListener): unknown;
  off(signal: NodeJS.Signals, listener: NodeJS.SignalsListener): unknown;
}

export interface Cancellation {
  /** Aborts at the first signal, with an `AbortError` that names the signal. */
  readonly signal: AbortSignal;
  /** Removes the handlers, so signals have their default effect again. */
  readonly dispose: () => void;
}

/**
 * On cancellation the runner sends SIGINT, after 7.5 s SIGTERM (SIGBREAK on Windows), and kills the
 * process 2.5 s later.
 */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const;

/**
 * Turns the cancellation of a job into an AbortSignal. Further signals are ignored and do not end
 * the process.
 */
export function createCancellation(source: SignalSource): Cancellation {
  const controller = new AbortController();
  const cancel = (name: NodeJS.Signals): void => {
    controller.abort(new DOMException(`The job was cancelled (${name})`, 'AbortError'));
  };
  for (const name of SIGNALS) source.on(name, cancel);
  return {
    signal: controller.signal,
    dispose: () => {
      for (const name of SIGNALS) source.off(name, cancel);
    },
  };
}
