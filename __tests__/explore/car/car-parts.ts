import { hideScenario } from '../opaque-part.ts';
import type { Explored, OpaquePart } from '../part.ts';
import { simplifyKnobs } from '../simplify-knobs.ts';
import type { CarScenario } from './car-scenario.ts';
import { CAR_BASELINE } from './car-scenario.ts';
import { runCarScenario } from './car-world.ts';
import { describeCarHistory } from './describe-car-history.ts';
import type { CarFocus } from './draw-car-scenario.ts';
import { drawCarScenario } from './draw-car-scenario.ts';
import { judgeCarHistory } from './judge-car.ts';

/** What no object of a scenario may be without when it is made simpler. */
const REQUIRED_KEYS = ['at', 'does', 'call', 'kind', 'count', 'from', 'seconds', 'pick'];

const CREATE: CarFocus = { operation: 'car-create-version', isPair: false, isCancelled: false };

const FOCUSES: Readonly<Record<string, CarFocus>> = {
  'car-create': CREATE,
  'car-publish': { ...CREATE, operation: 'car-set-online' },
  'car-pair': { ...CREATE, isPair: true },
  'car-cancel': { ...CREATE, isCancelled: true },
};

export const CAR_PARTS: readonly OpaquePart[] = Object.entries(FOCUSES).map(([name, focus]) => {
  const baseline: CarScenario = {
    ...CAR_BASELINE,
    job: { ...CAR_BASELINE.job, operation: focus.operation },
  };
  return hideScenario<CarScenario>({
    name,
    baseline,
    generate: (random) => drawCarScenario(random, focus),
    run: explore,
    simplify: (scenario) => simplifyKnobs(baseline, scenario, REQUIRED_KEYS),
  });
});

async function explore(scenario: CarScenario): Promise<Explored> {
  const history = await runCarScenario(scenario);
  return { violations: judgeCarHistory(history), log: describeCarHistory(history) };
}
