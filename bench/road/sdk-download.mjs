// Downloads an object to a file with cos-nodejs-sdk-v5, in ranges that are retried one by one: its
// getObject never retries. Arguments: SERVER FILE.
import COS from 'cos-nodejs-sdk-v5';

const [, , server, FilePath] = process.argv;
const cos = new COS({
  SecretId: 'AKIDbench',
  SecretKey: 'bench',
  Protocol: 'http:',
  Domain: server,
});
await cos.downloadFile({
  Bucket: 'bench-1250000000',
  Region: 'ap-guangzhou',
  Key: 'object',
  FilePath,
});
