/**
 * The functions of `jest` that the tests use, on Node's own modules: others have no place there.
 *
 * @param {import('jest-mock').ModuleMocker} mocker
 * @param {import('@jest/fake-timers').ModernFakeTimers} timers
 */
module.exports = (mocker, timers) => ({
  fn: mocker.fn.bind(mocker),
  spyOn: mocker.spyOn.bind(mocker),
  restoreAllMocks: () => mocker.restoreAllMocks(),
  useFakeTimers: (options) => timers.useFakeTimers(options),
  useRealTimers: () => timers.useRealTimers(),
  setSystemTime: (now) => timers.setSystemTime(now),
  advanceTimersByTimeAsync: (ms) => timers.advanceTimersByTimeAsync(ms),
});
