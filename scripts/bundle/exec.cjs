// Stands for @actions/exec, which is loaded when a command is run: no step of ours runs one.
'use strict';
const load = () => import('../../node_modules/@actions/exec/lib/exec.js');

module.exports = {
  exec: async (...command) => (await load()).exec(...command),
  getExecOutput: async (...command) => (await load()).getExecOutput(...command),
};
