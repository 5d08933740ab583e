// Stands for undici: at start no more of it than a step needs, without fetch, mocks, caches and
// sockets; all of it after late.mjs.
'use strict';
const connect = require('undici/lib/api/api-connect');
const send = require('undici/lib/api/api-request');
const Agent = require('undici/lib/dispatcher/agent');
const Dispatcher = require('undici/lib/dispatcher/dispatcher');
const Pool = require('undici/lib/dispatcher/pool');
const ProxyAgent = require('undici/lib/dispatcher/proxy-agent');
const late = require('./late.cjs');

Object.assign(Dispatcher.prototype, { connect, request: send });

/** As undici's own, which is made inside of its index.js, for a URL and a dispatcher. */
function request({ origin, pathname, search }, { dispatcher, method = 'GET', ...options }) {
  return send.call(dispatcher, { ...options, method, origin, path: `${pathname}${search}` });
}

const early = { Agent, Pool, ProxyAgent, request };
module.exports = new Proxy(early, { get: (_, name) => early[name] ?? late.undici[name] });
