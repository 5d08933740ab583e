// The environment of the tests: Node's own globals, put back after each file. Jest's own environment
// gives each file globals of its own, so that nothing that is loaded can serve the next file.
// https://jestjs.io/docs/configuration#testenvironment-string
const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

const { console, process } = globalThis;
const { env, exit } = process;

module.exports = class NativeEnvironment {
  global = globalThis;
  #variables = { ...env };

  constructor({ projectConfig }) {
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
  }

  async setup() {
    // Jest keeps 100 lines of each stack, also of the errors that the tests cause on purpose.
    Error.stackTraceLimit = 20;
  }

  async teardown() {
    this.moduleMocker.restoreAllMocks();
    this.fakeTimersModern.dispose();
    Object.assign(process, { env, exit, exitCode: undefined });
    for (const name of Object.keys(env)) if (!(name in this.#variables)) delete env[name];
    Object.assign(env, this.#variables);
    globalThis.console = console;
  }

  /** Jest asks whether there is one. */
  getVmContext() {
    return null;
  }
};
