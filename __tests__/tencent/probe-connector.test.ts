import { getEventListeners, once } from 'node:events';
import { Socket } from 'node:net';
import { describe, expect, it, jest } from '@jest/globals';
import type { buildConnector } from 'undici';
import {
  createAbortableConnector,
  createStoppableConnector,
} from '../../src/tencent/probe-connector.ts';

type Callback = buildConnector.Callback;

const TARGET: buildConnector.Options = {
  hostname: 'shop.example',
  protocol: 'https:',
  port: '443',
};
const REASON = new Error('the stage is over');
const FAILED: Parameters<Callback> = [new Error('ECONNREFUSED'), null];

/** A connector that returns this, and calls back by hand. */
function connecting(returned: unknown) {
  let callBack: Callback = () => undefined;
  const connect = jest.fn((_: buildConnector.Options, callback: Callback) => {
    callBack = callback;
    return returned;
  });
  const settle = (...result: Parameters<Callback>) => {
    callBack(...result);
  };
  return { connect, settle };
}

describe('a connector that can be stopped', () => {
  it.each<[string, Parameters<Callback>]>([
    ['the socket', [null, new Socket()]],
    ['the error', FAILED],
  ])('passes on %s', (_, result) => {
    const { connect, settle } = connecting(new Socket());
    const callback = jest.fn<Callback>();
    createStoppableConnector(connect, new AbortController().signal)(TARGET, callback);
    expect(connect).toHaveBeenCalledWith(TARGET, expect.any(Function));
    settle(...result);
    expect(callback.mock.calls).toEqual([result]);
  });

  it('gives up a connection that is not open yet', async () => {
    const [stop, socket] = [new AbortController(), new Socket()];
    createStoppableConnector(connecting(socket).connect, stop.signal)(TARGET, jest.fn<Callback>());
    expect(socket.destroyed).toBe(false);
    stop.abort(REASON);
    expect(await once(socket, 'error')).toEqual([REASON]);
    expect(socket.destroyed).toBe(true);
  });

  it('gives up at once if it is stopped already', async () => {
    const socket = new Socket();
    const { connect } = connecting(socket);
    createStoppableConnector(connect, AbortSignal.abort(REASON))(TARGET, jest.fn<Callback>());
    expect(await once(socket, 'error')).toEqual([REASON]);
  });

  it.each<[string, Parameters<Callback>]>([
    ['is open', [null, new Socket()]],
    ['has failed', FAILED],
  ])('leaves alone what %s', (_, result) => {
    const [stop, socket] = [new AbortController(), new Socket()];
    const { connect, settle } = connecting(socket);
    createStoppableConnector(connect, stop.signal)(TARGET, jest.fn<Callback>());
    settle(...result);
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
    stop.abort(REASON);
    expect(socket.destroyed).toBe(false);
  });

  it('has nothing to give up where a connector returns no socket', () => {
    const stop = new AbortController();
    const callback = jest.fn<Callback>();
    createStoppableConnector(connecting(undefined).connect, stop.signal)(TARGET, callback);
    expect(() => {
      stop.abort(REASON);
    }).not.toThrow();
    expect(callback).not.toHaveBeenCalled();
  });
});

describe('a connector for requests that are aborted', () => {
  it('passes on an error', () => {
    const { connect, settle } = connecting(undefined);
    const callback = jest.fn<Callback>();
    createAbortableConnector(connect)(TARGET, callback);
    settle(...FAILED);
    expect(callback.mock.calls).toEqual([FAILED]);
  });

  /** What a socket of the connector is really destroyed with. */
  function destroyWith(error: Error | undefined): unknown {
    const socket = new Socket();
    const destroy = jest.spyOn(socket, 'destroy').mockReturnThis();
    const { connect, settle } = connecting(undefined);
    let connected: Socket | null = null;
    createAbortableConnector(connect)(TARGET, (...[, given]) => (connected = given));
    settle(null, socket);
    expect(connected).toBe(socket);
    socket.destroy(error);
    expect(destroy.mock.contexts).toEqual([socket]);
    return destroy.mock.calls[0]?.[0];
  }

  it.each([
    ['no error', undefined],
    ['another error', new Error('other side closed')],
  ])('closes with %s as it is', (_, error) => {
    expect(destroyWith(error)).toBe(error);
  });

  it('closes with another error than that of undici, which would connect again', () => {
    const aborted = new Error('aborted');
    const error = destroyWith(aborted);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toMatchObject({ message: 'aborted' });
  });
});
