import type { InputDeclaration } from './declare-input.ts';
import {
  integer,
  roleArns,
  roleExternalId,
  roleSessionName,
  secret,
  plainText,
  word,
} from './input-parsers.ts';

/** Who the step is to the cloud: keys, an OIDC provider, roles. */
export const CREDENTIAL_DECLARATIONS = {
  'secret-id': {
    parser: secret,
    description:
      'SecretId of the API key; without secret-id, secret-key and token they are all taken from the environment (TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY, TENCENTCLOUD_TOKEN)',
    chinese:
      'API 密钥的 SecretId；secret-id、secret-key、token 都不填时，三者都取自环境变量（TENCENTCLOUD_SECRET_ID、TENCENTCLOUD_SECRET_KEY、TENCENTCLOUD_TOKEN）',
    example: '${{ secrets.TENCENTCLOUD_SECRET_ID }}',
  },
  'secret-key': {
    parser: secret,
    description: 'SecretKey of the API key',
    chinese: 'API 密钥的 SecretKey',
    example: '${{ secrets.TENCENTCLOUD_SECRET_KEY }}',
  },
  token: {
    parser: secret,
    description: 'Session token, where secret-id and secret-key are temporary',
    chinese: '会话令牌，secret-id 和 secret-key 为临时密钥时填写',
    example: '${{ secrets.TENCENTCLOUD_TOKEN }}',
  },
  'oidc-provider-id': {
    parser: word(),
    description:
      "Name of the OIDC identity provider in CAM: with role-arn, GitHub's ID token takes the place of keys (docs/credentials.md)",
    chinese:
      'CAM 中 OIDC 身份提供商的名称：与 role-arn 一起填写时，用 GitHub 的 ID 令牌代替密钥（docs/credentials.md）',
    example: 'github   (CAM console, Identity Providers)',
  },
  'oidc-audience': {
    parser: plainText,
    default: 'sts.tencentcloudapi.com',
    description: 'Audience of the ID token: one of the client IDs of the identity provider',
    chinese: 'ID 令牌的受众：身份提供商的客户端 ID 之一',
    example: 'sts.tencentcloudapi.com',
  },
  'role-arn': {
    parser: roleArns,
    description:
      'Role to assume, by OIDC or with the keys; several lines are a chain: each next role is assumed with the one before',
    chinese: '要扮演的角色，凭 OIDC 或密钥；多行构成角色链：每个角色由上一个角色扮演',
    example: 'qcs::cam::uin/…:roleName/…   (CAM console, Roles)',
  },
  'role-session-name': {
    parser: roleSessionName,
    description:
      'Name of the role session in the audit log; by default made of repository and run: octo-org.shop@77',
    chinese: '审计日志中的角色会话名称；默认由仓库和运行编号组成：octo-org.shop@77',
    example: 'deploy',
  },
  'role-duration-seconds': {
    parser: integer({ min: 0, max: 43_200 }),
    default: '3600',
    description:
      'Lifetime of the credentials of a role, in seconds, at most 43200; they are renewed before they expire',
    chinese: '角色凭证的有效期，单位为秒，最长 43200；到期前会自动续期',
    example: '3600',
  },
  'role-external-id': {
    parser: roleExternalId,
    description: 'External ID that the last role asks for; it goes with AssumeRole, not with OIDC',
    chinese: '最后一个角色要求的外部 ID；用于 AssumeRole，不用于 OIDC',
    example: 'octo-org/shop',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;
