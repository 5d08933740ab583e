// What a chunk (late.mjs) brings, for those that need it: without it until then.
'use strict';
module.exports = { undici: {}, httpClient: {} };
