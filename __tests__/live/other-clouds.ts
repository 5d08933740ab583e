import { ApiError } from '../../simulator/index.ts';
import type { Clock, Service } from '../../simulator/index.ts';
import type { LiveTools } from '../../live/live.ts';
import { asObject, asObjects, parseJson } from '../../src/tencent/json.ts';

type Fields = Record<string, unknown>;
export type Change = (fields: Fields, now: number, parameters: Fields) => Fields;

/** What a cloud does otherwise than the simulated one, by action. */
interface Turned {
  readonly requests?: Readonly<Record<string, Change>>;
  readonly answers?: Readonly<Record<string, Change>>;
  readonly refuses?: Readonly<Record<string, string>>;
}

/** Puts these changes in front of the simulated services. */
export function serve({ answers = {}, refuses = {}, requests = {} }: Turned) {
  return (services: Service[], clock: Clock): Service[] =>
    services.map((service) => ({
      ...service,
      perform: (call) => {
        const code = refuses[call.action];
        if (code !== undefined) throw new ApiError(code, 'Refused.');
        const parameters =
          requests[call.action]?.(call.parameters, clock.now(), call.parameters) ?? call.parameters;
        const fields = service.perform({ ...call, parameters });
        return answers[call.action]?.(fields, clock.now(), parameters) ?? fields;
      },
    }));
}

/** Changes error codes, also those of the gateway. */
export function turnCodes(codes: Readonly<Record<string, string>>) {
  return (post: LiveTools['post']): LiveTools['post'] =>
    async (call, signal) => {
      const answer = await post(call, signal);
      const error = asObject(asObject(asObject(parseJson(answer.body))?.Response)?.Error);
      const code = codes[String(error?.Code)];
      if (code === undefined) return answer;
      const body = JSON.stringify({
        Response: { Error: { Code: code, Message: '' }, RequestId: '' },
      });
      return { ...answer, body };
    };
}

export const inResult =
  (change: Change): Change =>
  (fields, now, parameters) => {
    const result = asObject(fields.Result);
    return result ? { ...fields, Result: change({ ...result }, now, parameters) } : fields;
  };

export const inList =
  (
    list: string,
    change: (entry: Fields, index: number, all: readonly Fields[]) => Fields,
  ): Change =>
  (fields) => ({
    ...fields,
    [list]: asObjects(fields[list]).map((each, index, all) => change(each, index, all)),
  });

/** Refuses calls with these parameters. */
export const refuse =
  (code: string, isRefused: (parameters: Fields) => boolean): Change =>
  (fields) => {
    if (isRefused(fields)) throw new ApiError(code, 'Refused.');
    return fields;
  };

/** Answers a call without sending it, if `code` names an error for it. */
export function refuseBefore(code: (call: PostCall) => string) {
  return (post: LiveTools['post']): LiveTools['post'] =>
    async (call, signal) => {
      const Code = code(call);
      if (!Code) return post(call, signal);
      const body = JSON.stringify({ Response: { Error: { Code, Message: '' }, RequestId: '' } });
      return { status: 200, body };
    };
}

type PostCall = Parameters<LiveTools['post']>[0];
