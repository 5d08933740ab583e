import { parse } from 'node:path';
import type { HttpResponse } from '../../../src/tencent/http.ts';
import type { Status, Version } from './car-cloud.ts';
import type { CarScenario } from './car-scenario.ts';

/** A version as a list shows it. */
export interface Listed {
  readonly version: Version;
  readonly status: Status;
}

/** The envelope of the API; `content` with a code is an error. */
export function answerWith(content: object): HttpResponse {
  const RequestId = 'request-explore';
  const Response =
    'code' in content
      ? { Error: { Code: content.code, Message: 'It was refused.' }, RequestId }
      : { ...content, RequestId };
  return { status: 200, body: JSON.stringify({ Response }) };
}

export function describeVersion(
  { version, status }: Listed,
  { cloudSkew, nameForm, timeForm }: CarScenario,
): object {
  const { createdAt, fileName, id } = version;
  return {
    ApplicationVersionId: id,
    ApplicationVersionSize: status === 'Uploading' ? 0 : 1024,
    ApplicationVersionStatus: status,
    ApplicationVersionName: nameForm === 'stem' ? parse(fileName).name : fileName,
    CreateTime: formatTime(createdAt + cloudSkew * 1000, timeForm),
  };
}

function formatTime(time: number, form: CarScenario['timeForm']): string {
  const iso = new Date(time).toISOString();
  switch (form) {
    case 'utc':
      return iso;
    case 'offset':
      return new Date(time + 8 * 3_600_000).toISOString().replace(/\.\d+Z$/, '+08:00');
    case 'zoneless':
      return new Date(time + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
    case 'none':
      return '';
  }
}

/** The name of the bucket is all that the upload needs to find its way here. */
export const BUCKET = 'car-1250000000';

export function describeCredential(
  { id }: Version,
  fileName: string,
  now: number,
  { pathForm }: CarScenario,
): object {
  const folder = pathForm === 'no-version' ? '1250000000/app/' : `1250000000/app/${id}/`;
  return {
    SecretID: 'AKIDupload',
    SecretKey: 'upload-secret-key',
    SessionToken: 'upload-token',
    CosBucket: BUCKET,
    CosRegion: 'ap-guangzhou',
    Path: pathForm === 'folder' ? folder : `${folder}app${parseExtension(fileName)}`,
    StartTime: Math.floor(now / 1000),
    ExpiredTime: Math.floor(now / 1000) + 1800,
  };
}

function parseExtension(fileName: string): string {
  return parse(fileName).ext;
}
