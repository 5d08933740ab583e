import type { ObjectName } from '../tencent/cos/cos-address.ts';
import type { Part, StoredObject } from '../tencent/cos/cos-client.ts';
import { createCosClient } from '../tencent/cos/cos-client.ts';
import type { CosOptions } from '../tencent/cos/cos-request.ts';
import { withoutRetries } from '../tencent/cos/cos-request.ts';
import { message } from '../text/message.ts';
import type { Lanes } from './lanes.ts';
import type { Line } from './line.ts';
import type { PartPlan, PlannedPart } from './part-plan.ts';
import { createProbing } from './probing.ts';
import type { Sent } from './send-intact.ts';
import { sendIntact } from './send-intact.ts';
import {
  isCut,
  isSlow,
  isTooMuch,
  sendUntilStored,
  TooMuchForLineError,
} from './send-until-stored.ts';
import type { Slice, StableFile } from './stable-file.ts';
import { createLook, findStoredPart } from './stored-object.ts';
import type { ProgressCounter } from './transfer-context.ts';

export interface PartsToSend {
  readonly cos: CosOptions;
  readonly object: ObjectName;
  readonly uploadId: string;
  readonly file: StableFile;
  readonly plan: PartPlan;
  readonly line: Line;
  readonly lanes: Lanes;
  readonly progress: ProgressCounter;
}

export interface SentPart extends Part, Sent {
  readonly length: number;
}

/**
 * Sends the parts, as many at once as there are lanes, and retries each one separately. A part that
 * was too slow halves the number of lanes. A large part that fails on this connection is sent as
 * small ones. Rejects with a part's error after all parts have ended.
 */
export async function sendParts(parts: PartsToSend): Promise<SentPart[]> {
  const givenUp = new AbortController();
  const signal = AbortSignal.any([parts.cos.signal, givenUp.signal]);
  const send = createPartSender(parts, { ...parts.cos, signal });
  const sent: SentPart[] = [];
  const sendFromPlan = async () => {
    const read = parts.file.reader();
    const connection: Connection = { carried: 0 };
    const sendPart = async (part: PlannedPart): Promise<void> => {
      const progress = parts.progress.startPart();
      try {
        sent.push(await send(connection, part, read(part, progress)));
      } catch (error) {
        if (!(error instanceof TooMuchForLineError)) throw error;
        progress.begin();
        for (const small of parts.plan.split(part)) await sendPart(small);
      }
    };
    for (let part = next(parts); part; part = next(parts)) await sendPart(part);
  };
  const failures: unknown[] = [];
  const giveUp = (error: unknown) => {
    failures.push(error);
    givenUp.abort();
  };
  const workers = Array.from({ length: parts.lanes.count() }, () => sendFromPlan().catch(giveUp));
  // Wait for all workers, because a part must not continue after the upload has ended.
  await Promise.all(workers);
  if (failures.length > 0) throw failures[0];
  return sent.sort((a, b) => a.partNumber - b.partNumber);
}

function next({ plan, line }: PartsToSend): PlannedPart | undefined {
  return plan.take(line.partBytes());
}

/**
 * The connection that carries a worker's parts one after another: the connection pool assigns the
 * one that was released last.
 */
interface Connection {
  carried: number;
}

function createPartSender(parts: PartsToSend, cos: CosOptions) {
  const once = withoutRetries(cos);
  const look = createLook();
  const probing = createProbing(cos.signal);
  let arrived = 0;
  return async (connection: Connection, part: PlannedPart, slice: Slice): Promise<SentPart> => {
    const { object, uploadId } = parts;
    const { partNumber, isLarge: isDivisible } = part;
    let seen = arrived;
    // A connection that has already carried parts is worth more retries.
    const patienceFactor = arrived > 0 ? 3 : 1;
    const send = async () => {
      await probing.pass(connection);
      try {
        return await parts.lanes.run(() => sendOnce(parts, once, connection, part, slice));
      } catch (error) {
        if (isCut(error)) probing.onCut(connection);
        throw error;
      }
    };
    const what = message('files.part', { number: partNumber });
    const sending = {
      cos: { ...cos, patienceFactor },
      isDivisible,
      send,
      look: () => look(() => findStoredPart(once, object, { uploadId, partNumber }, slice)),
      madeProgress: () => {
        const isMore = arrived > seen;
        seen = arrived;
        return isMore;
      },
    };
    const stored = await sendIntact(what, slice, () => sendUntilStored(sending));
    arrived += 1;
    probing.onArrival();
    return { ...stored, partNumber, length: slice.body.length };
  };
}

async function sendOnce(
  { line, lanes, object, uploadId }: PartsToSend,
  cos: CosOptions,
  connection: Connection,
  { partNumber }: PlannedPart,
  { body }: Slice,
): Promise<StoredObject> {
  const count = lanes.count();
  const carried = connection.carried + body.length;
  const isLastOfConnection = !line.mayCarry(carried + body.length);
  try {
    const part = { uploadId, partNumber, isLastOfConnection };
    const stored = await createCosClient(cos).uploadPart(object, part, body);
    connection.carried = isLastOfConnection ? 0 : carried;
    line.onArrival(body.length);
    return stored;
  } catch (error) {
    cos.signal.throwIfAborted();
    // If several parts were too slow at the same time, only the first one halves the lanes.
    if (isSlow(error) && count === lanes.count()) lanes.halve();
    if (isCut(error)) line.onCut(connection.carried);
    else if (isTooMuch(error)) line.onTooMuch();
    connection.carried = 0;
    throw error;
  }
}
