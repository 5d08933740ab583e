// The parts of @jest/globals that the tests use, on top of mocha. Mocha keeps all tests loaded in
// one process, so that a mutant costs only the tests that reach it.
import { jestExpect } from '@jest/expect';
import { ModernFakeTimers } from '@jest/fake-timers';
import { bind } from 'jest-each';
import { ModuleMocker } from 'jest-mock';
import createJest from '../create-jest.cjs';

/** What the file being loaded has declared so far. */
let declared;

/** Puts the tests and hooks of a file into a suite. */
export async function suite(file, load) {
  declared = [];
  await load();
  const all = declared;
  declared = undefined;
  globalThis.describe(file, () => {
    for (const declare of all) declare();
  });
}

const declaring =
  (name) =>
  (...what) => {
    const declare = () => globalThis[name](...what);
    if (declared) declared.push(declare);
    else declare();
  };

const tabled = (declare) =>
  Object.assign(declare, { each: (...table) => bind(declare, false)(...table) });

export const describe = tabled(declaring('describe'));
export const it = tabled(declaring('it'));
export const test = it;
export const beforeAll = declaring('before');
export const afterAll = declaring('after');
export const beforeEach = declaring('beforeEach');
export const afterEach = declaring('afterEach');
export const expect = jestExpect;

const mocker = new ModuleMocker(globalThis);
const timers = new ModernFakeTimers({ config: { fakeTimers: {} }, global: globalThis });
export const jest = createJest(mocker, timers);
