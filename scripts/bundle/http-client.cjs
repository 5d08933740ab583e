// Stands for the HTTP client of @actions, which brings another HTTP client with it: at start its
// one use, the request for an ID token, which loads it then; all of it after late.mjs.
'use strict';
const late = require('./late.cjs');

class HttpClient {
  constructor(...options) {
    this.options = options;
  }

  async getJson(...request) {
    await import('./late.mjs');
    return new late.httpClient.HttpClient(...this.options).getJson(...request);
  }
}

const early = { HttpClient };
module.exports = new Proxy(early, { get: (_, name) => late.httpClient[name] ?? early[name] });
