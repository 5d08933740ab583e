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

/** From a hosted runner in the US to Guangzhou: 300 ms there and back, 1 % loss, long connections cut. */
export const GUANGZHOU_FROM_THE_US: Weather = {
  ...{ delayMs: 150, jitterMs: 40, loss: 0.01, stallMs: 300 },
  bytesPerSecond: MB,
  cut: { least: 1.5 * MB, most: 4 * MB },
  forgetsAfterSeconds: 240,
};

/** The same weather for ever. */
export function always(weather: Weather): Forecast {
  return () => ({ weather, untilSeconds: Infinity });
}

const CUT_SOON = { cut: { least: 2 * KB, most: 60 * KB } };
const CUT_LATE = { cut: { least: MB, most: 3 * MB } };
/** How long a spell lasts. */
const SPELL_SECONDS = { least: 20, most: 90 };
/** The longest time in which nothing gets through: an outage of a minute must not end a step. */
const OUTAGE_SECONDS = { least: 10, most: 60 };

/** The worst weather, one spell after another, never the same for long; the same for the same seed. */
export function storm(seed: number): Forecast {
  const random = createRandom(seed).fork('weather');
  const spells: { readonly weather: Weather; readonly untilSeconds: number }[] = [];
  const addSpell = (): void => {
    const isOutage = random.chance(0.2);
    const { least, most } = isOutage ? OUTAGE_SECONDS : SPELL_SECONDS;
    const startsAt = spells.at(-1)?.untilSeconds ?? 0;
    const untilSeconds = startsAt + random.integer(least, most);
    spells.push({ weather: isOutage ? drawOutage() : drawSquall(), untilSeconds });
    // The spell after an outage lets something through.
    if (isOutage) {
      spells.push({ weather: drawSquall(), untilSeconds: untilSeconds + SPELL_SECONDS.least });
    }
  };
  const drawOutage = (): Weather => ({
    ...GUANGZHOU_FROM_THE_US,
    ...random.pick([{ isDown: true }, { isRefusing: true, cut: { least: 0, most: 4 * KB } }]),
  });
  const drawSquall = (): Weather => ({
    delayMs: random.pick([100, 150, 400, 1000]),
    jitterMs: random.pick([20, 200, 1000]),
    loss: random.pick([0.01, 0.03, 0.1]),
    stallMs: random.pick([300, 1000, 3000]),
    bytesPerSecond: random.pick([100 * KB, 300 * KB, MB]),
    ...random.pick<Partial<Weather>>([{}, CUT_SOON, CUT_LATE]),
    forgetsAfterSeconds: random.pick([4, 20, 240]),
    isBuffering: random.chance(0.2),
  });
  return (seconds) => {
    while ((spells.at(-1)?.untilSeconds ?? 0) <= seconds) addSpell();
    const found = spells.find(({ untilSeconds }) => untilSeconds > seconds);
    return found ?? { weather: CLEAR, untilSeconds: Infinity };
  };
}
