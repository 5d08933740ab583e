// @jest/globals on top of mocha, as much of it as our tests use. Mocha keeps them all loaded in one
// process, so that a mutant costs no more than the tests that reach it.
import { jestExpect } from '@jest/expect';
import { bind } from 'jest-each';
import { ModuleMocker } from 'jest-mock';

/** What the file that is being loaded has declared. */
let declared;

/** The tests and hooks of a file, in a suite of their own. */
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
export const jest = {
  fn: mocker.fn.bind(mocker),
  spyOn: mocker.spyOn.bind(mocker),
  restoreAllMocks: () => mocker.restoreAllMocks(),
};
