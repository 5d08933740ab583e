import { createRandom } from '../../explore/random.ts';

/** What a road does to the bytes on it. Delay, jitter and loss are those of one direction. */
export interface Weather {
  readonly delayMs: number;
  /** Added to the delay: up to so many milliseconds. */
  readonly jitterMs: number;
  /** The share of packets that are lost; each one stalls its direction for `stallMs`. */
  readonly loss: number;
  readonly stallMs: number;
  /** Of each connection, in each direction. */
  readonly bytesPerSecond: number;
  /** Of all connections together, in each direction; default: no limit. */
  readonly sharedBytesPerSecond?: number;
  /** A new connection is cut once it has carried from `least` to `most` bytes. */
  readonly cut?: { readonly least: number; readonly most: number };
  /** A connection without traffic for longer is forgotten: what comes then vanishes. */
  readonly forgetsAfterSeconds?: number;
  /** Takes what is sent as fast as it comes, as a proxy does that buffers whole bodies. */
  readonly isBuffering?: boolean;
  /** Nothing gets through; what is on its way arrives later. */
  readonly isDown?: boolean;
  /** New connections are reset. */
  readonly isRefusing?: boolean;
}

/** The weather at a time, and how long it lasts: seconds since the road was opened. */
export type Forecast = (seconds: number) => {
  readonly weather: Weather;
  readonly untilSeconds: number;
};

const KB = 1000;
const MB = 1000 * KB;

/** A road that does nothing. */
export const CLEAR: Weather = {
  ...{ delayMs: 0, jitterMs: 0, loss: 0, stallMs: 0 },
  bytesPerSecond: Infinity,
};

/** From a hosted runner in the US to Guangzhou on a good day: 300 ms there and back, 1 % loss. */
export const GUANGZHOU_ON_A_GOOD_DAY: Weather = {
  ...{ delayMs: 150, jitterMs: 40, loss: 0.01, stallMs: 300 },
  bytesPerSecond: MB,
  forgetsAfterSeconds: 240,
};

/** The same, and long connections are cut. */
export const GUANGZHOU_FROM_THE_US: Weather = {
  ...GUANGZHOU_ON_A_GOOD_DAY,
  cut: { least: 2 * MB, most: 8 * MB },
};

/** The same weather for ever. */
export function always(weather: Weather): Forecast {
  return () => ({ weather, untilSeconds: Infinity });
}

/** How long a spell lasts, in seconds. */
const FAIR = { least: 30, most: 120 };
/** Nothing gets through, or nothing large: a step has to survive a minute of it, and not much more. */
const FOUL = { least: 10, most: 60 };

/** The worst weather, one spell after another, fair and foul; the same for the same seed. */
export function storm(seed: number): Forecast {
  const random = createRandom(seed).fork('weather');
  const spells: { readonly weather: Weather; readonly untilSeconds: number }[] = [];

  const addSpell = (): void => {
    const isFoul = spells.length % 2 === 1;
    const { least, most } = isFoul ? FOUL : FAIR;
    const startsAt = spells.at(-1)?.untilSeconds ?? 0;
    const fair = drawFair();
    spells.push({
      weather: isFoul ? { ...fair, ...drawFoul() } : fair,
      untilSeconds: startsAt + random.integer(least, most),
    });
  };
  const drawFair = (): Weather => ({
    delayMs: random.pick([100, 150, 400, 1000]),
    jitterMs: random.pick([20, 200, 1000]),
    bytesPerSecond: random.pick([100 * KB, 300 * KB, MB]),
    ...random.pick<Pick<Weather, 'loss' | 'stallMs'>>([
      { loss: 0.01, stallMs: 300 },
      { loss: 0.03, stallMs: 1000 },
      { loss: 0.1, stallMs: 300 },
    ]),
    ...random.pick<Partial<Weather>>([{}, { cut: { least: 500 * KB, most: 3 * MB } }]),
    forgetsAfterSeconds: random.pick([2, 20, 240]),
    isBuffering: random.chance(0.2),
  });
  const drawFoul = (): Partial<Weather> =>
    random.pick<Partial<Weather>>([
      { isDown: true },
      { isRefusing: true },
      { cut: { least: 0, most: 20 * KB } },
      { cut: { least: 0, most: 20 * KB } },
    ]);

  return (seconds) => {
    while ((spells.at(-1)?.untilSeconds ?? 0) <= seconds) addSpell();
    const found = spells.find(({ untilSeconds }) => untilSeconds > seconds);
    return found ?? { weather: CLEAR, untilSeconds: Infinity };
  };
}
