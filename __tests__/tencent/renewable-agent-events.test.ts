import { Duplex } from 'node:stream';
import { describe, expect, it, jest } from '@jest/globals';
import { Dispatcher } from 'undici';
import { RenewableAgent } from '../../src/tencent/renewable-agent.ts';
import { settle, systemError } from './calls.ts';

type Handlers = Dispatcher.DispatchHandlers;

const REQUEST = { origin: 'https://tem.tencentcloudapi.com', path: '/', method: 'POST' } as const;
const LATE = new DOMException('late', 'TimeoutError');

/** An agent that sends nothing and closes when it is told to. */
class FakeAgent extends Dispatcher {
  readonly handlers: Handlers[] = [];
  readonly ends: string[] = [];
  finishClosing: (error?: Error) => void = () => undefined;

  override dispatch(_: Dispatcher.DispatchOptions, handler: Handlers): boolean {
    this.handlers.push(handler);
    return true;
  }

  override close(): Promise<void>;
  override close(callback: () => void): void;
  override close(): Promise<void> {
    this.ends.push('close');
    return new Promise((resolve, reject) => {
      this.finishClosing = (error) => {
        if (error) reject(error);
        else resolve();
      };
    });
  }

  override destroy(error?: Error | null): Promise<void>;
  override destroy(callback: () => void): void;
  override destroy(error: Error | null, callback: () => void): void;
  override destroy(): Promise<void> {
    this.ends.push('destroy');
    return Promise.resolve();
  }
}

function openAgent() {
  const agents: FakeAgent[] = [];
  const agent = new RenewableAgent(() => {
    const created = new FakeAgent();
    agents.push(created);
    return created;
  });
  return {
    agent,
    agents,
    /** Sends a request and returns what the connection tells of it. */
    send: (handler: Handlers = {}) => {
      agent.dispatch(REQUEST, handler);
      const told = agents.at(-1)?.handlers.at(-1);
      if (!told) throw new Error('nothing was sent');
      return told;
    },
    ends: () => agents.map(({ ends }) => ends),
  };
}

describe('the connections', () => {
  it.each<[string, Error, boolean]>([
    ['of its signal', LATE, true],
    ['before the response', systemError('UND_ERR_HEADERS_TIMEOUT'), true],
    ['during the response', systemError('UND_ERR_BODY_TIMEOUT'), true],
    ['of the connection', systemError('UND_ERR_CONNECT_TIMEOUT'), false],
    ['with a longer name', systemError('UND_ERR_BODY_TIMEOUT_2'), false],
    ['with a name in front', systemError('NO_UND_ERR_BODY_TIMEOUT'), false],
    ['that is none', systemError('ECONNRESET'), false],
  ])('are replaced after a timeout %s: %s', (_, error, isReplaced) => {
    const { agents, ends, send } = openAgent();
    const onError = jest.fn();
    send({ onError }).onError?.(error);
    expect(onError).toHaveBeenCalledWith(error);
    send();
    expect(agents.map(({ handlers }) => handlers.length)).toEqual(isReplaced ? [1, 1] : [2]);
    expect(ends()).toEqual(isReplaced ? [['close'], []] : [[]]);
  });

  it('are replaced once, though several of their requests time out', () => {
    const { agents, ends, send } = openAgent();
    const requests = [send(), send()];
    for (const request of requests) request.onError?.(LATE);
    expect(agents).toHaveLength(2);
    expect(ends()).toEqual([['close'], []]);
  });

  it('end together with those that they replaced', async () => {
    const { agent, agents, ends, send } = openAgent();
    send().onError?.(LATE);
    await agent.destroy();
    expect(ends()).toEqual([['close', 'destroy'], ['destroy']]);
    const closed = jest.fn();
    void agent.close().then(closed);
    agents[1]?.finishClosing();
    await settle();
    expect(closed).not.toHaveBeenCalled();
    agents[0]?.finishClosing();
    await settle();
    expect(closed).toHaveBeenCalled();
  });

  it.each([
    ['closed', undefined],
    ['lost', new Error('cannot be closed')],
  ])('are forgotten once they are %s', async (_, error) => {
    const { agent, agents, ends, send } = openAgent();
    send().onError?.(LATE);
    agents[0]?.finishClosing(error);
    await settle();
    await agent.destroy();
    expect(ends()).toEqual([['close'], ['destroy']]);
  });
});

/** Headers as undici gives them: name, value, name, value. */
const headersOf = (...texts: string[]) => texts.map((text) => Buffer.from(text));
const trailers = ['Server-Timing', 'total'];
const resume = () => undefined;

describe('what a connection tells', () => {
  it('reaches the request', () => {
    const handler = {
      onConnect: jest.fn<NonNullable<Handlers['onConnect']>>(),
      onUpgrade: jest.fn<NonNullable<Handlers['onUpgrade']>>(),
      onResponseStarted: jest.fn<NonNullable<Handlers['onResponseStarted']>>(),
      onHeaders: jest.fn<NonNullable<Handlers['onHeaders']>>(() => false),
      onData: jest.fn<NonNullable<Handlers['onData']>>(() => false),
      onBodySent: jest.fn<NonNullable<Handlers['onBodySent']>>(),
      onComplete: jest.fn<NonNullable<Handlers['onComplete']>>(),
    };
    const told = openAgent().send(handler);
    const [abort, headers, chunk] = [jest.fn(), headersOf('Content-Length', '1'), Buffer.from('a')];
    told.onConnect?.(abort);
    expect(handler.onConnect).toHaveBeenCalledWith(abort);
    const socket = new Duplex();
    told.onUpgrade?.(101, headers, socket);
    expect(handler.onUpgrade).toHaveBeenCalledWith(101, headers, socket);
    told.onResponseStarted?.();
    expect(handler.onResponseStarted).toHaveBeenCalledWith();
    expect(told.onHeaders?.(200, headers, resume, 'OK')).toBe(false);
    expect(handler.onHeaders).toHaveBeenCalledWith(200, headers, resume, 'OK');
    expect(told.onData?.(chunk)).toBe(false);
    expect(handler.onData).toHaveBeenCalledWith(chunk);
    told.onBodySent?.(1, 2);
    expect(handler.onBodySent).toHaveBeenCalledWith(1, 2);
    told.onComplete?.(trailers);
    expect(handler.onComplete).toHaveBeenCalledWith(trailers);
  });

  it('may be of no interest', () => {
    const told = openAgent().send({});
    const headers = headersOf('Content-Length', '1');
    const all = [
      told.onConnect?.(resume),
      told.onUpgrade?.(101, headers, new Duplex()),
      told.onResponseStarted?.(),
      told.onHeaders?.(200, headers, resume, 'OK'),
      told.onData?.(Buffer.from('a')),
      told.onBodySent?.(1, 2),
      told.onComplete?.(trailers),
      told.onError?.(new Error('cut')),
    ];
    const none = undefined;
    expect(all).toEqual([none, none, none, true, true, none, none, none]);
  });

  it.each<[string[], boolean]>([
    [['Content-Length', '7'], false],
    [['Date', 'now', 'transfer-encoding', 'chunked'], false],
    [[], true],
    [['X-Content-Length', '7'], true],
    [['Content-Length-Hint', '7'], true],
    [['X-Transfer-Encoding', 'chunked', 'Transfer-Encoding-2', 'chunked'], true],
    [['Vary', 'Content-Length'], true],
  ])('pauses a body unless it ends with its connection: %j', (headers, goesOn) => {
    const told = openAgent().send({ onData: () => false });
    told.onHeaders?.(200, headersOf(...headers), resume, 'OK');
    expect(told.onData?.(Buffer.from('a'))).toBe(goesOn);
  });
});
