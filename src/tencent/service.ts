import type { ApiAnswer, ApiCall, Call } from './client.ts';
import { UnclearError } from './errors.ts';
import type { JsonObject } from './json.ts';
import type { Effect } from './retry.ts';

/** A value of an answer, with the RequestId to quote to support. */
export interface Answered<T> {
  readonly value: T;
  readonly requestId: string;
}

/** The calls of one service; parameters that are undefined are not sent. */
export interface Service {
  readonly read: (action: string, parameters: JsonObject) => Promise<ApiAnswer>;
  readonly change: (action: string, parameters: JsonObject) => Promise<ApiAnswer>;
  /** A read without a signature; `proof` is as in ApiCall. */
  readonly readUnsigned: (
    action: string,
    parameters: JsonObject,
    proof: NonNullable<ApiCall['proof']>,
  ) => Promise<ApiAnswer>;
  /** The error of an answer that lacks what we rely on: whether it was done is unknown. */
  readonly lacks: (action: string, what: string) => UnclearError;
}

/** `service` as it stands in the host name, `version` as in X-TC-Version. */
export function createService(call: Call, service: string, version: string): Service {
  const send =
    (effect: Effect) => (action: string, parameters: JsonObject, proof?: ApiCall['proof']) =>
      call({
        ...{ service, version, action, effect, parameters: defined(parameters) },
        ...(proof ? { proof } : {}),
      });
  return {
    read: send('read'),
    change: send('change'),
    readUnsigned: send('read'),
    lacks: (action, what) =>
      new UnclearError({ service, action, message: `the answer has no ${what}` }),
  };
}

function defined(parameters: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
}
