// The same step with the official SDK, of which only the TEM client is imported.
import * as core from '@actions/core';
import { Client } from 'tencentcloud-sdk-nodejs/tencentcloud/services/tem/v20210701/tem_client.js';

const input = (name: string) => core.getInput(name, { required: true });
const url = new URL(input('endpoint'));
const [secretId, secretKey] = [input('secret-id'), input('secret-key')];
core.setSecret(secretKey);
const client = new Client({
  credential: { secretId, secretKey },
  region: input('region'),
  profile: { httpProfile: { protocol: 'http://', endpoint: url.host } },
});
const { Result } = await client.GenerateApplicationPackageDownloadUrl({
  ApplicationId: input('application-id'),
  PkgName: input('package-name'),
  DeployVersion: input('deploy-version'),
});
core.setOutput('status', 'succeeded');
core.setOutput('download-url', Result ?? '');
