// Uploads a file with cos-nodejs-sdk-v5, as in its documentation. Arguments: SERVER FILE.
import COS from 'cos-nodejs-sdk-v5';

const [, , server, FilePath] = process.argv;
const cos = new COS({
  SecretId: 'AKIDbench',
  SecretKey: 'bench',
  Protocol: 'http:',
  Domain: server,
});
await cos.uploadFile({
  Bucket: 'bench-1250000000',
  Region: 'ap-guangzhou',
  Key: 'package.jar',
  FilePath,
  SliceSize: 32 * 1024 * 1024,
});
