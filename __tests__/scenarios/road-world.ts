import { createCipheriv, createHash } from 'node:crypto';
import type { Road } from '../support/road/road.ts';
import { openRoad } from '../support/road/road.ts';
import type { Forecast, Weather } from '../support/road/weather.ts';
import type { RunMore, TimedRun, World, WorldOptions } from './world.ts';
import { openWorld } from './world.ts';

/** A world with a long road before it: for calls of the API and for COS alike. */
export interface RoadWorld extends World {
  readonly road: Road;
  readonly drive: (inputs: Record<string, string>, more?: RunMore) => Promise<TimedRun>;
}

export interface RoadWorldOptions extends WorldOptions {
  weather: Weather | Forecast;
  /** The workspace of the step. */
  folder: string;
  seed?: number;
}

/** Whoever opens it closes the road, and the worlds with `closeWorlds`. */
export async function openRoadWorld(options: RoadWorldOptions): Promise<RoadWorld> {
  const { weather, folder, seed = 1 } = options;
  const world = await openWorld(options);
  const { simulator, time } = world;
  const road = await openRoad({ to: simulator.url, weather, time, seed });
  // Pre-signed URLs lead along the road as well.
  simulator.cos.origin = road.origin;
  return {
    ...world,
    road,
    drive: (inputs, more = {}) =>
      world.run(
        {
          endpoint: road.origin,
          'cos-endpoint': `${road.origin}/cos/{bucket}`,
          ...inputs,
        },
        {
          ...more,
          // An answer that is late is waited for only shortly in real time: what holds it back is known.
          env: {
            GITHUB_WORKSPACE: folder,
            CLOCK_STALLED_AFTER: '20',
            CLOCK_STILL_STALLED_AFTER: '4',
            ...more.env,
          },
          isHeld: () => road.isHolding(),
        },
      ),
  };
}

/** Bytes that nothing on the way can make fewer. */
export function noise(bytes: number): Buffer {
  return createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(
    Buffer.alloc(bytes),
  );
}

/** In hex. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
