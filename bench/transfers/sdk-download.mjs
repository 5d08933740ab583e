// Downloads an object to a file with cos-nodejs-sdk-v5, as in its documentation. Arguments: SERVER
// FILE.
import { createWriteStream } from 'node:fs';
import { BUCKET, createClient } from './sdk-client.mjs';

const [, , server, path] = process.argv;
const Output = createWriteStream(path);
await createClient(server).getObject({ ...BUCKET, Key: 'object', Output });
