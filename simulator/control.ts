import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CarWorld } from './car/world.ts';
import type { CosFaultRequest } from './cos/faults.ts';
import type { CosRequest } from './cos/request.ts';
import type { CosWorld } from './cos/world.ts';
import type { DlcWorld } from './dlc/world.ts';
import type { FaultRequest, Faults } from './faults.ts';
import { jsonAnswer } from './gateway/answer.ts';
import type { Answer } from './gateway/answer.ts';
import type { Call } from './gateway/call.ts';
import { sendAnswer } from './gateway/exchange.ts';
import { isJsonObject, parseJson } from './gateway/json.ts';
import { readBody } from './gateway/request.ts';
import type { ScfWorld } from './scf/world.ts';
import type { SimulatedApplication } from './tem/application.ts';
import type { TemWorld } from './tem/world.ts';

export const CONTROL_PREFIX = '/simulator/';

/** What people steer the simulator with, unsigned. */
export interface Control {
  faults: Faults;
  calls: readonly Call[];
  tem: TemWorld;
  car: CarWorld;
  scf: ScfWorld;
  dlc: DlcWorld;
  cos: CosWorld;
  now: () => number;
}

type Handler = (control: Control, body: string) => Answer;

const ROUTES: Record<string, Handler> = {
  'POST /simulator/faults': ({ faults }, body) =>
    injectFault(body, (fault) => {
      faults.inject(fault as unknown as FaultRequest);
    }),
  'DELETE /simulator/faults': ({ faults }) => {
    faults.clear();
    return jsonAnswer(200, {});
  },
  'GET /simulator/calls': ({ calls }) => jsonAnswer(200, calls),
  'GET /simulator/tem/applications': ({ tem }) =>
    jsonAnswer(200, tem.applications.map(describeApplication)),
  'GET /simulator/car/applications': ({ car }) => jsonAnswer(200, describeCar(car)),
  'GET /simulator/scf/functions': ({ scf }) => jsonAnswer(200, describeScf(scf)),
  'GET /simulator/dlc/tasks': ({ dlc }) => jsonAnswer(200, describeDlc(dlc)),
  'GET /simulator/cos/buckets': ({ cos }) => jsonAnswer(200, describeCos(cos)),
  'GET /simulator/cos/requests': ({ cos }) => jsonAnswer(200, cos.requests.map(withoutHeaders)),
  'POST /simulator/cos/faults': ({ cos }, body) =>
    injectFault(body, (fault) => {
      cos.faults.inject(fault as unknown as CosFaultRequest);
    }),
  'DELETE /simulator/cos/faults': ({ cos }) => {
    cos.faults.clear();
    return jsonAnswer(200, {});
  },
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

/** `inject` checks the kind, the one member that it relies on. */
function injectFault(body: string, inject: (fault: Record<string, unknown>) => void): Answer {
  const fault = parseJson(body);
  if (!isJsonObject(fault)) return jsonAnswer(400, { error: 'The body must be a JSON object.' });
  try {
    inject(fault);
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

function describeCar({ applications }: CarWorld): unknown {
  return applications.map(({ applicationId, kind, behaviour, versions }) => {
    return { applicationId, kind, behaviour, versions };
  });
}

function describeScf({ functions }: ScfWorld): unknown {
  return functions.map(({ functionName, namespace, region, isDeploying, behaviour }) => {
    return { functionName, namespace, region, isDeploying, behaviour };
  });
}

function describeDlc({ tasks }: DlcWorld): unknown {
  return tasks.map(({ taskId, region, bucket, bucketRegion, behaviour, downloads }) => {
    return { taskId, region, bucket, bucketRegion, behaviour, downloads };
  });
}

function describeCos({ buckets }: CosWorld): unknown {
  return buckets.map(({ name, region, objects, uploads }) => ({
    ...{ name, region },
    objects: objects.map(({ key, size, etag, crc64 }) => ({ key, size, etag, crc64 })),
    uploads: uploads.map(({ uploadId, key, parts }) => ({ uploadId, key, parts: parts.length })),
  }));
}

/** Headers hold signatures and tokens. */
function withoutHeaders(request: CosRequest): unknown {
  return { ...request, headers: undefined };
}
