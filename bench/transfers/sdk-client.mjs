import COS from 'cos-nodejs-sdk-v5';

/** The bucket of the loopback server. */
export const BUCKET = { Bucket: 'bench-1250000000', Region: 'ap-guangzhou' };

/** Creates a client of cos-nodejs-sdk-v5 for the loopback server at host:port. */
export function createClient(server) {
  return new COS({
    SecretId: 'AKIDbench',
    SecretKey: 'bench',
    Protocol: 'http:',
    Domain: server,
  });
}
