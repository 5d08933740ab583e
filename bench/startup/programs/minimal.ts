// The minimum for the call: @actions/core, undici, and a signature with node:crypto.
import { createHash, createHmac } from 'node:crypto';
import * as core from '@actions/core';
import { request } from 'undici';

const input = (name: string) => core.getInput(name, { required: true });
const url = new URL(input('endpoint'));
const [secretId, secretKey] = [input('secret-id'), input('secret-key')];
core.setSecret(secretKey);
const body = JSON.stringify({
  ApplicationId: input('application-id'),
  PkgName: input('package-name'),
  DeployVersion: input('deploy-version'),
});

const timestamp = Math.floor(Date.now() / 1000);
const day = new Date(timestamp * 1000).toISOString().slice(0, 10);
const scope = `${day}/tem/tc3_request`;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) =>
  createHmac('sha256', key).update(text).digest();
const canonical = `POST\n/\n\ncontent-type:application/json\nhost:${url.host}\n\ncontent-type;host\n${sha256(body)}`;
const key = hmac(hmac(hmac(`TC3${secretKey}`, day), 'tem'), 'tc3_request');
const toSign = `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical)}`;
const signature = hmac(key, toSign).toString('hex');

const answer = await request(url, {
  method: 'POST',
  body,
  headers: {
    'content-type': 'application/json',
    host: url.host,
    'x-tc-action': 'GenerateApplicationPackageDownloadUrl',
    'x-tc-version': '2021-07-01',
    'x-tc-timestamp': String(timestamp),
    'x-tc-region': input('region'),
    authorization: `TC3-HMAC-SHA256 Credential=${secretId}/${scope}, SignedHeaders=content-type;host, Signature=${signature}`,
  },
});
const { Response } = (await answer.body.json()) as { Response: { Result: string } };
core.setOutput('status', 'succeeded');
core.setOutput('download-url', Response.Result);
