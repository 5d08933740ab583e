/** The part of Node's process that signals come from. */
export interface SignalSource {
  on(signal: NodeJS.Signals, listener: NodeJS.SignalsListener): unknown;
  off(signal: NodeJS.Signals, listener: NodeJS.SignalsListener): unknown;
}

export interface Cancellation {
  /** Aborted at the first signal, with an `AbortError` that names it. */
  readonly signal: AbortSignal;
  /** Gives the process its own way with signals back. */
  readonly dispose: () => void;
}

/** The runner sends SIGINT, 7.5 s later SIGTERM (SIGBREAK on Windows), 2.5 s later it kills. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const;

/** A job's cancellation as an AbortSignal. Later signals change nothing, and end nothing. */
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
