import { createRequire } from 'node:module';

/** The official SDK. Node cannot import it while modules are hooked, because a package of it requires an ES module. */
export const COS = createRequire(import.meta.url)(
  'cos-nodejs-sdk-v5',
) as typeof import('cos-nodejs-sdk-v5');
