// Downloads an object to a file with cos-nodejs-sdk-v5, as in its documentation. Arguments: SERVER
// FILE.
import { createWriteStream } from 'node:fs';
import COS from 'cos-nodejs-sdk-v5';

const [, , server, path] = process.argv;
const cos = new COS({
  SecretId: 'AKIDbench',
  SecretKey: 'bench',
  Protocol: 'http:',
  Domain: server,
});
await cos.getObject({
  Bucket: 'bench-1250000000',
  Region: 'ap-guangzhou',
  Key: 'object',
  Output: createWriteStream(path),
});
