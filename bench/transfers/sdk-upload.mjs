// Uploads a file with cos-nodejs-sdk-v5, as in its documentation. Arguments: SERVER FILE.
import { BUCKET, createClient } from './sdk-client.mjs';

const [, , server, FilePath] = process.argv;
const SliceSize = 32 * 1024 * 1024;
await createClient(server).uploadFile({ ...BUCKET, Key: 'package.jar', FilePath, SliceSize });
