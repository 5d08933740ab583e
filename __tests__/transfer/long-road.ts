import { setTimeout as delay } from 'node:timers/promises';
import { startSimulator, DEMO_CREDENTIALS } from '../../simulator/index.ts';
import { createServerClock } from '../../src/tencent/auth-recovery.ts';
import type { CosOptions } from '../../src/tencent/cos/cos-request.ts';
import { createDispatcher } from '../../src/tencent/http.ts';
import { uploadFile } from '../../src/transfer/upload-file.ts';
import { sharedTime } from '../support/process/shared-time.ts';
import type { SharedTime } from '../support/process/shared-time.ts';
import type { Road } from '../support/road/road.ts';
import { openRoad } from '../support/road/road.ts';
import type { Forecast, Weather } from '../support/road/weather.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const BUCKET = 'deploy-1300000000';
const KEY = 'tem/app.jar';

export interface RoadUpload {
  /** A file of so many bytes. */
  readonly path: string;
  readonly content: Buffer;
  readonly weather: Weather | Forecast;
  readonly seed: number;
}

export interface SentAlongRoad {
  /** Bytes sent for each byte of the file. */
  readonly timesSent: number;
  /** Connections that were made, and those that were cut. */
  readonly connections: number;
  readonly cut: number;
  readonly isStored: boolean;
  /** Multipart uploads that were begun. */
  readonly uploads: number;
}

/** Uploads a file with the default sizes to the simulated COS along a road, and counts what was sent. */
export async function sendAlongRoad(upload: RoadUpload): Promise<SentAlongRoad> {
  const { path, content, weather, seed } = upload;
  const clock = virtualClock();
  const simulator = await startSimulator({
    clock: clock.manual,
    cos: { buckets: [{ name: BUCKET, region: 'ap-shanghai' }] },
  });
  const time = sharedTime();
  const road = await openRoad({ to: simulator.url, weather, seed, time });
  const dispatcher = createDispatcher();
  const cos: CosOptions = {
    ...{ dispatcher, clock, random: () => 0.5, deadline: clock.now() + 1_200_000 },
    signal: new AbortController().signal,
    time: createServerClock(clock),
    endpoint: `${road.origin}/cos.{region}/{bucket}`,
    credentials: () => Promise.resolve(DEMO_CREDENTIALS),
  };
  try {
    const object = { bucket: BUCKET, region: 'ap-shanghai', key: KEY };
    await drive(time, road, uploadFile({ cos, object, path }));
    const { sent, connections, cut } = road.traffic;
    const begun = simulator.cos.requests.filter(
      ({ operation }) => operation === 'InitiateMultipartUpload',
    );
    return {
      ...{ timesSent: sent / content.length, connections, cut, uploads: begun.length },
      isStored: simulator.cos.object(BUCKET, KEY)?.bytes.equals(content) ?? false,
    };
  } finally {
    await dispatcher.destroy();
    await road.close();
    await simulator.close();
  }
}

/** Lets time pass as long as the road keeps something back, until the upload has ended. */
async function drive(time: SharedTime, road: Road, upload: Promise<unknown>): Promise<void> {
  const ended = new AbortController();
  const end = () => {
    ended.abort();
  };
  upload.then(end, end);
  while (!ended.signal.aborted) {
    await delay(1);
    if (road.isHolding()) time.pass(0.05);
  }
  await upload;
}
