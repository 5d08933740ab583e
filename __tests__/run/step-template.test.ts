import { describe, expect, it } from '@jest/globals';
import { readIdentity } from '../../src/github/read-identity.ts';
import { createStepTemplate, withDeploymentId } from '../../src/run/step-template.ts';

const KEYS = { 'INPUT_SECRET-ID': 'AKIDxxxxxxxx', 'INPUT_SECRET-KEY': 'the-secret-key' };
const ENVIRONMENT_KEYS = {
  TENCENTCLOUD_SECRET_ID: 'AKIDxxxxxxxx',
  TENCENTCLOUD_SECRET_KEY: 'the-secret-key',
};

function createTemplate(env: NodeJS.ProcessEnv, isActionOfOperation = false) {
  const identity = readIdentity(env);
  if ('issues' in identity) throw new Error(JSON.stringify(identity.issues));
  return createStepTemplate(env, identity, isActionOfOperation);
}

describe('the template of a step to copy', () => {
  it('names the secrets of keys that are inputs, and never has their values', () => {
    const template = createTemplate({
      ...KEYS,
      INPUT_TOKEN: 'the-session-token',
      INPUT_REGION: 'ap-shanghai',
    });
    expect(template).toEqual({
      uses: 'OWNER/REPO@v1',
      isActionOfOperation: false,
      remarks: [],
      env: [],
      with: [
        'secret-id: ${{ secrets.TENCENTCLOUD_SECRET_ID }}',
        'secret-key: ${{ secrets.TENCENTCLOUD_SECRET_KEY }}',
        'token: ${{ secrets.TENCENTCLOUD_TOKEN }}',
        'region: ap-shanghai',
      ],
    });
  });

  it('takes static keys from the environment where this step did', () => {
    expect(
      createTemplate({ ...ENVIRONMENT_KEYS, TENCENTCLOUD_REGION: 'ap-shanghai' }),
    ).toMatchObject({
      env: [
        'TENCENTCLOUD_SECRET_ID: ${{ secrets.TENCENTCLOUD_SECRET_ID }}',
        'TENCENTCLOUD_SECRET_KEY: ${{ secrets.TENCENTCLOUD_SECRET_KEY }}',
      ],
      with: ['region: ap-shanghai'],
    });
  });

  it('says that temporary keys of the environment come from an earlier step', () => {
    const template = createTemplate({
      ...ENVIRONMENT_KEYS,
      TENCENTCLOUD_TOKEN: 'the-session-token',
    });
    expect(template).toMatchObject({ env: [], with: [] });
    expect(template.remarks).toMatchObject([{ key: 'network.credentials-remark-temporary' }]);
  });

  it('is keyless where this step was, with the permission and the chain of roles', () => {
    const template = createTemplate({
      'INPUT_OIDC-PROVIDER-ID': 'github',
      'INPUT_ROLE-ARN': 'qcs::cam::uin/1:roleName/ci\r\n qcs::cam::uin/2:roleName/deploy\r\n',
      'INPUT_ROLE-EXTERNAL-ID': 'octo-org/shop',
    });
    expect(template.remarks).toMatchObject([{ key: 'github.remark-id-token' }]);
    expect(template.with).toEqual([
      'oidc-provider-id: github',
      'role-arn: |',
      '  qcs::cam::uin/1:roleName/ci',
      '  qcs::cam::uin/2:roleName/deploy',
      'role-external-id: octo-org/shop',
    ]);
  });

  it('leaves out what is the default anyway, and carries another endpoint on', () => {
    const defaults = { 'INPUT_OIDC-AUDIENCE': 'sts.tencentcloudapi.com' };
    const root = { INPUT_ENDPOINT: 'tencentcloudapi.com' };
    expect(createTemplate({ ...ENVIRONMENT_KEYS, ...defaults, ...root }).with).toEqual([]);
    const other = { INPUT_ENDPOINT: 'intl.tencentcloudapi.com' };
    expect(createTemplate({ ...ENVIRONMENT_KEYS, ...other }).with).toEqual([
      'endpoint: intl.tencentcloudapi.com',
    ]);
  });

  it.each([
    ['octo-org/deploy', 'v1', 'octo-org/deploy@v1'],
    ['octo-org/deploy', 'release/1.x', 'octo-org/deploy@release/1.x'],
    ['', '', 'OWNER/REPO@v1'],
    ['octo-org/deploy', '', 'OWNER/REPO@v1'],
    ['octo-org/deploy\n- run: evil', 'v1', 'OWNER/REPO@v1'],
  ])('uses %j at %j as %s', (repository, ref, uses) => {
    const action = { GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref };
    expect(createTemplate({ ...ENVIRONMENT_KEYS, ...action }).uses).toBe(uses);
  });

  it('remembers that this step uses the action of one operation', () => {
    expect(createTemplate(ENVIRONMENT_KEYS, true)).toMatchObject({ isActionOfOperation: true });
  });

  it('goes on with the record of a deployment', () => {
    const template = createTemplate({ ...ENVIRONMENT_KEYS, TENCENTCLOUD_REGION: 'ap-shanghai' });
    expect(withDeploymentId(template, 42)).toEqual({
      ...template,
      with: [
        'region: ap-shanghai',
        'github-token: ${{ github.token }}',
        'github-deployment-id: "42"',
      ],
    });
  });
});
