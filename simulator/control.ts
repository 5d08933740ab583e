import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultRequest, Faults } from './faults.ts';
import { jsonAnswer } from './gateway/answer.ts';
import type { Answer } from './gateway/answer.ts';
import type { Call } from './gateway/call.ts';
import { sendAnswer } from './gateway/exchange.ts';
import { isJsonObject, parseJson } from './gateway/json.ts';
import { readBody } from './gateway/request.ts';
import type { SimulatedApplication } from './tem/application.ts';
import type { TemWorld } from './tem/world.ts';

export const CONTROL_PREFIX = '/simulator/';

/** What people steer the simulator with, unsigned. */
export interface Control {
  faults: Faults;
  calls: readonly Call[];
  tem: TemWorld;
  now: () => number;
}

type Handler = (control: Control, body: string) => Answer;

const ROUTES: Record<string, Handler> = {
  'POST /simulator/faults': ({ faults }, body) => injectFault(faults, body),
  'DELETE /simulator/faults': ({ faults }) => {
    faults.clear();
    return jsonAnswer(200, {});
  },
  'GET /simulator/calls': ({ calls }) => jsonAnswer(200, calls),
  'GET /simulator/tem/applications': ({ tem }) =>
    jsonAnswer(200, tem.applications.map(describeApplication)),
};

export async function answerControl(
  control: Control,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = (await readBody(message)).toString('utf8');
  const path = (message.url ?? '').replace(/\?.*/, '');
  const handle = ROUTES[`${message.method ?? ''} ${path}`];
  const answer =
    handle === undefined
      ? jsonAnswer(404, { error: `Known: ${Object.keys(ROUTES).join(', ')}.` })
      : handle(control, body);
  sendAnswer(response, answer, control.now());
}

function injectFault(faults: Faults, body: string): Answer {
  const fault = parseJson(body);
  if (!isJsonObject(fault)) return jsonAnswer(400, { error: 'The body must be a JSON object.' });
  try {
    // inject checks the kind, the one member that it relies on.
    faults.inject(fault as unknown as FaultRequest);
    return jsonAnswer(200, fault);
  } catch (error) {
    return jsonAnswer(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

function describeApplication(application: SimulatedApplication): Record<string, unknown> {
  const { seed, revisionId, deployVersion, pkgName, isDeploying, rollouts, behaviour } =
    application;
  const now = { revisionId, deployVersion, pkgName, isDeploying, rollouts, behaviour };
  return { ...seed, ...now, pods: application.pods() };
}
