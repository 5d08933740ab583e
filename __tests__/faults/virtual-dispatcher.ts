import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { errors } from 'undici';
import type { Simulator } from '../../simulator/index.ts';
import { createDispatcher } from '../../src/tencent/http.ts';
import type { VirtualClock } from '../support/virtual-clock.ts';

/** The limit that undici has in the product; its own timers run on real time. */
const ANSWER_TIMEOUT_MS = 60_000;
/** How far time moves at once while every answer is held back. */
const STEP_MS = 500;
/** Real time after which a request that is under way is looked at: the simulator answers sooner. */
const LOOK_AFTER_MS = 6;
/** Turns of the event loop in which an answer arrives that was only slow, once it is due. */
const QUIET_TURNS = 4;

interface UnderWay {
  count: number;
  /** Of the requests whose answers were held back, those that are over. */
  given: number;
  isWatched: boolean;
}

type Handlers = Dispatcher.DispatchHandlers;

/**
 * The connections of a run on a virtual clock: the time limit of an answer is one of that clock's,
 * and while the simulator holds back all that is under way, time passes.
 */
export function virtualDispatcher(clock: VirtualClock, simulator: Simulator): Dispatcher {
  const underWay: UnderWay = { count: 0, given: 0, isWatched: false };
  const begin = (): void => {
    underWay.count += 1;
    void watch(underWay, clock, simulator);
  };
  const end = (): void => {
    underWay.count -= 1;
  };
  return createDispatcher().compose(
    (dispatch) => (options, handler) => dispatch(options, timed(handler, clock, { begin, end })),
  );
}

function timed(
  handler: Handlers,
  clock: VirtualClock,
  { begin, end }: Record<'begin' | 'end', () => void>,
): Handlers {
  let isOpen = false;
  const close = (): void => {
    if (isOpen) end();
    isOpen = false;
  };
  return {
    onConnect: (abort) => {
      if (!isOpen) begin();
      isOpen = true;
      clock.timeout(ANSWER_TIMEOUT_MS).addEventListener('abort', () => {
        if (isOpen) abort(new errors.HeadersTimeoutError());
      });
      handler.onConnect?.(abort);
    },
    onHeaders: (...told) => handler.onHeaders?.(...told) ?? true,
    onData: (chunk) => handler.onData?.(chunk) ?? true,
    onBodySent: (size, total) => handler.onBodySent?.(size, total),
    onComplete: (trailers) => {
      close();
      handler.onComplete?.(trailers);
    },
    onError: (error) => {
      close();
      handler.onError?.(error);
    },
  };
}

async function watch(underWay: UnderWay, clock: VirtualClock, simulator: Simulator): Promise<void> {
  if (underWay.isWatched) return;
  underWay.isWatched = true;
  while (underWay.count > 0) {
    await delay(LOOK_AFTER_MS);
    while (underWay.count > 0 && struck(simulator) - underWay.given >= underWay.count) {
      const count = underWay.count;
      await clock.sleep(STEP_MS);
      for (let turns = 0; turns < QUIET_TURNS; turns += 1) await turn();
      underWay.given += Math.max(0, count - underWay.count);
    }
  }
  underWay.given = struck(simulator);
  underWay.isWatched = false;
}

/** Requests so far whose answers were held back. */
function struck(simulator: Simulator): number {
  return struckBy(simulator, 'hang') + struckBy(simulator, 'slow');
}

function struckBy({ calls, cos }: Simulator, kind: 'hang' | 'slow'): number {
  return [...calls, ...cos.requests].filter(({ outcome }) => outcome === kind).length;
}
