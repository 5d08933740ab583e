// What @jest/globals is for the tests: the functions of the file that is being loaded.
export const { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test } =
  globalThis[Symbol.for('jest-globals')];
