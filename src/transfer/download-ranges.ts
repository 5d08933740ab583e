import { getHttpStatus } from '../tencent/cos/cos-errors.ts';
import type { RetryOptions } from '../tencent/retry.ts';
import { retry, withoutRetry } from '../tencent/retry.ts';
import { createBell } from './bell.ts';
import { message } from '../text/message.ts';
import { assertWhole, createCutError, createProgressCheck, readChunks } from './download-body.ts';
import type { Content, Opened, SizedContent, Source } from './download-source.ts';
import { continues } from './download-source.ts';
import type { Segment } from './range-window.ts';
import { createRangeWindow } from './range-window.ts';

/** The rest of a content that several connections receive at once. */
export interface Ranges {
  /** The first byte that the ranges bring. */
  readonly start: number;
  /** Whether the server has answered a range, and nothing has failed since. */
  readonly isOpen: () => boolean;
  /** Whether they failed. */
  readonly isOver: () => boolean;
  /** Tells how many bytes were received without the ranges, so that more of them are held. */
  readonly skipTo: (position: number) => void;
  /**
   * Yields the bytes from `position`, at most `start`, to the end. Rejects with an ApiError if the
   * server answers a range with something else, or as a Source or a body does.
   */
  readonly readFrom: (position: number) => AsyncGenerator<Uint8Array, void, undefined>;
  /** Ends all connections. Never rejects. */
  readonly close: () => Promise<void>;
}

export interface RangesOptions extends RetryOptions {
  readonly source: Source;
}

/** Connections at once. */
const LANES = 4;

/**
 * Requests the first range, and more of them once it is answered, because a server may have none.
 * Each one is retried separately. The first one that fails for good ends all of them.
 */
export function openRanges(options: RangesOptions, content: SizedContent, start: number): Ranges {
  const closing = new AbortController();
  const signal = AbortSignal.any([options.signal, closing.signal]);
  const window = createRangeWindow(start, content.total);
  const change = createBell();
  const lanes: Promise<void>[] = [];
  let state: 'asked' | 'open' | 'over' = 'asked';
  let failure: unknown;
  let running = 0;

  const end = (reason: unknown) => {
    if (state === 'over') return;
    [state, failure] = ['over', reason];
    closing.abort();
    change.ring();
  };
  const hasWork = () => state !== 'over' && !window.isAllTaken();
  const addLanes = (count: number) => {
    while (running < count && hasWork()) {
      running += 1;
      lanes.push(runLane().catch(end));
    }
  };
  const onAnswer = () => {
    if (state !== 'asked') return;
    state = 'open';
    addLanes(LANES - 1);
    change.ring();
  };
  const receiver = { ...options, signal, content, onAnswer, onBytes: change.ring };
  const runLane = async () => {
    while (hasWork()) {
      const segment = window.take();
      await (segment ? receiveSegment(receiver, segment) : change.wait());
    }
    running -= 1;
  };
  addLanes(1);

  return {
    start,
    isOpen: () => state === 'open',
    isOver: () => state === 'over',
    skipTo: (position) => {
      window.skipTo(position);
      change.ring();
    },
    readFrom: async function* (position) {
      window.begin(position);
      addLanes(LANES);
      while (!window.isAllReturned()) {
        const chunk = window.next();
        if (chunk) {
          yield chunk;
          change.ring();
        } else {
          if (state === 'over') throw failure;
          await change.wait();
        }
      }
    },
    close: async () => {
      end(undefined);
      await Promise.all(lanes);
    },
  };
}

interface Receiver extends RangesOptions {
  readonly content: Content;
  readonly onAnswer: () => void;
  readonly onBytes: () => void;
}

/** Receives a segment. After a cut it goes on at the byte that is missing. */
async function receiveSegment(receiver: Receiver, segment: Segment): Promise<void> {
  const madeProgress = createProgressCheck(segment.position);
  await retry(receiver, 'read', () => receiveRest(receiver, segment), madeProgress);
}

async function receiveRest(receiver: Receiver, { add, end, position }: Segment): Promise<void> {
  const { onAnswer, onBytes, signal, source } = receiver;
  // It may have been cut after its last byte.
  if (position() === end) return;
  const { body } = await withoutRetry(openRange(receiver, position(), end));
  onAnswer();
  for await (const chunk of readChunks(body, source.name, signal)) {
    // More than was asked for: the rest of the object, perhaps.
    if (position() === end) break;
    add(chunk);
    onBytes();
  }
  assertWhole(source.name, position(), end);
}

/** Opens [from, end) of the content. Rejects if the server answers with something else. */
async function openRange(
  { content, signal, source }: Receiver,
  from: number,
  end: number,
): Promise<Opened> {
  const headers = { range: `bytes=${from}-${end - 1}`, 'if-range': content.validator };
  const opened = await source.open(headers, signal).catch(ignoreChange);
  if (opened && continues(content, from, opened)) return opened;
  // The end of all ranges also ends the body.
  throw createCutError(message('files.download-changed', { name: source.name }));
}

/** The content is another one, or shorter than before. */
export function ignoreChange(error: unknown): undefined {
  const status = getHttpStatus(error);
  if (status !== 412 && status !== 416) throw error;
}
