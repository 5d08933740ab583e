import type { ObjectName } from '../../src/tencent/cos/cos-address.ts';
import type { CosClient } from '../../src/tencent/cos/cos-client.ts';
import { getHttpStatus } from '../../src/tencent/cos/cos-errors.ts';
import type { JsonObject } from '../../src/tencent/json.ts';
import { readText } from '../../src/tencent/json.ts';
import { readUrlExpiry } from '../../src/transfer/url-expiry.ts';
import type { Fetched, Live } from '../live.ts';
import type { Answer } from '../evidence.ts';
import { getErrorCode, getResponse } from '../evidence.ts';
import { readRunning } from './reads.ts';

/** Gets the URL of the package that runs, by its whole path and by its file's name. */
export async function checkPackage(live: Live): Promise<void> {
  if (!live.options.applicationId) return;
  const { deployMode, deployVersion, pkgName } = await readRunning(live);
  if (deployMode === 'IMAGE') return;
  const names = { 'whole path': pkgName, 'file name': pkgName.split('/').at(-1) ?? '' };
  for (const [form, PkgName] of Object.entries(names)) {
    const answer = await live.call('tem', 'GenerateApplicationPackageDownloadUrl', {
      ApplicationId: live.options.applicationId,
      PkgName,
      DeployVersion: deployVersion,
    });
    const url = readText(getResponse(answer), 'Result');
    live.facts[`package by ${form}`] = url
      ? await fetchTwice(live, url)
      : getErrorCode(answer) || 'none';
    if (url) measureLife(live, 'package', url);
  }
}

/** Downloads the code of the function twice, and compares it with its hash. */
export async function checkScf(live: Live): Promise<void> {
  const { functionName, namespace } = live.options;
  if (!functionName) return;
  const answer = await live.call('scf', 'GetFunctionAddress', {
    FunctionName: functionName,
    ...(namespace ? { Namespace: namespace } : {}),
  });
  await askForSecretsAndImages(live);
  const url = readText(getResponse(answer), 'Url');
  if (!url) return;
  measureLife(live, 'scf', url);
  const first = await live.fetchUrl(url);
  live.facts['scf download'] = describe([first, await live.fetchUrl(url)]);
  live.facts['scf hash'] = compareHash(first, readText(getResponse(answer), 'CodeSha256'));
  if (/^http:\/\/[^/]+\.(?:myqcloud\.com|tencentcos\.cn)\//.test(url)) {
    const https = await live.fetchUrl(url.replace('http:', 'https:'));
    live.facts['scf https'] = String(https.status);
  }
  const { exitCode } = await live.step({
    operation: 'scf-code-url',
    'function-name': functionName,
    namespace,
    'download-path': 'code/',
    'digest-mismatch': 'warn',
  });
  live.facts['scf step'] = String(exitCode);
}

/** Asks with a CodeSecret, and for the code of a function that runs an image. */
async function askForSecretsAndImages(live: Live): Promise<void> {
  const { functionName, imageFunctionName, namespace } = live.options;
  const place = namespace ? { Namespace: namespace } : {};
  const ask = (parameters: JsonObject) =>
    live.probe({
      ...{ service: 'scf', action: 'GetFunctionAddress' },
      parameters: { ...place, ...parameters },
    });
  const secret = await ask({ FunctionName: functionName, CodeSecret: 'none' });
  live.facts['scf code secret'] = getErrorCode(secret) || 'accepted';
  if (!imageFunctionName) return;
  const image = await ask({ FunctionName: imageFunctionName });
  const url = readText(image.response ?? undefined, 'Url');
  live.facts['scf image url'] = getErrorCode(image) || (url ? 'a URL' : 'empty');
}

async function fetchTwice(live: Live, url: string): Promise<string> {
  return describe([await live.fetchUrl(url), await live.fetchUrl(url)]);
}

function describe(fetched: readonly Fetched[]): string {
  return fetched.map(({ status }) => status).join(' ');
}

function compareHash({ sha256 }: Fetched, hash: string): string {
  if (hash === '') return 'none';
  if (hash.toLowerCase() === sha256) return 'hex';
  return hash === Buffer.from(sha256, 'hex').toString('base64') ? 'base64' : 'other';
}

function measureLife(live: Live, name: string, url: string): void {
  const expiry = readUrlExpiry(url);
  const seconds = expiry === undefined ? '' : Math.round((expiry - live.clock.now()) / 1000);
  live.facts[`${name} url seconds`] = String(seconds);
}

/** Exports the result of the task and downloads it. An export is a change of its own. */
export async function checkDlc(live: Live): Promise<void> {
  const { taskId } = live.options;
  if (
    !taskId ||
    !(await live.confirm(`Export the result of DLC task ${taskId}, as CSV and as JSON?`))
  )
    return;
  await live.permit(['CreateResultDownload'], async () => {
    const inputs = { operation: 'dlc-result-download', 'task-id': taskId };
    const first = await live.step({ ...inputs, 'download-path': 'result/' });
    live.facts['dlc step'] = first.exitCode === 0 ? 'downloaded' : 'failed';
    live.facts['dlc bucket region'] = await findBucketRegion(live);
    const second = await live.step({ ...inputs, 'download-path': 'result/' });
    live.facts['dlc second step'] = second.exitCode === 0 ? 'downloaded' : 'failed';
    const other = { TaskId: taskId, Format: 'JSON' };
    const answer = await live.call('dlc', 'CreateResultDownload', other);
    live.facts['dlc other format'] = getErrorCode(answer) || 'accepted';
  });
}

/** Asks COS for the result in the region of the call. */
async function findBucketRegion(live: Live): Promise<string> {
  const isReady = ({ action, response }: Answer) =>
    action === 'DescribeResultDownload' && readText(response ?? undefined, 'Path') !== '';
  const response = getResponse(live.answers.findLast(isReady));
  const [, bucket = '', key = ''] =
    /^cosn:\/\/([^/]+)\/(.+)$/.exec(readText(response, 'Path')) ?? [];
  if (!bucket) return '';
  const cos = live.openCos({
    secretId: readText(response, 'SecretId'),
    secretKey: readText(response, 'SecretKey'),
    token: readText(response, 'Token'),
  });
  const object = { bucket, region: live.options.region, key };
  live.facts['dlc file'] = await describeFile(cos, object);
  return cos.headObject(object).then(
    () => 'that of the call',
    (error: unknown) => ([301, 404].includes(getHttpStatus(error) ?? 0) ? 'another one' : ''),
  );
}

/** Names the kind of a result: its file name extension and encoding. */
async function describeFile(cos: CosClient, object: ObjectName): Promise<string> {
  const extension = /\.\w+$/.exec(object.key)?.[0] ?? 'no extension';
  return cos.getObject(object, { range: 'bytes=0-0' }).then(
    ({ body, headers }) => {
      body.destroy();
      return `${extension}, encoding ${headers['content-encoding'] ?? 'none'}`;
    },
    () => '',
  );
}
