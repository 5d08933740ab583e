// Downloads an object to a file with cos-nodejs-sdk-v5, in ranges that are retried one by one: its
// getObject never retries. Arguments: SERVER FILE.
import { BUCKET, createClient } from '../transfers/sdk-client.mjs';

const [, , server, FilePath] = process.argv;
await createClient(server).downloadFile({ ...BUCKET, Key: 'object', FilePath });
