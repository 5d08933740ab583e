import type { InputDeclaration } from './declare-input.ts';
import { cosEndpoint, endpoint } from './endpoint-parsers.ts';
import {
  choice,
  headerWord,
  integer,
  plainText,
  roleArns,
  roleExternalId,
  roleSessionName,
  secret,
  word,
} from './input-parsers.ts';

/** Where the cloud is, and the language it answers in. */
export const CONNECTION_INPUTS = {
  region: {
    parser: headerWord,
    description: 'Region, such as ap-guangzhou; without it TENCENTCLOUD_REGION of the environment',
    chinese: '地域，例如 ap-guangzhou；不填时取环境变量 TENCENTCLOUD_REGION',
    example: 'ap-guangzhou   (the region that the application runs in)',
    environment: ['TENCENTCLOUD_REGION'],
  },
  endpoint: {
    parser: endpoint,
    default: 'tencentcloudapi.com',
    description:
      'Root domain of the API (intl.tencentcloudapi.com, say), or the URL of a gateway that serves every service',
    chinese: 'API 的根域名（例如 intl.tencentcloudapi.com），或一个服务于所有产品的网关的 URL',
    example: 'tencentcloudapi.com',
  },
  'cos-endpoint': {
    parser: cosEndpoint,
    default: 'https://{bucket}.cos.{region}.myqcloud.com',
    description:
      'URL template of COS for uploads and downloads; {bucket} and {region} may be absent',
    chinese: '上传和下载所用 COS 的 URL 模板；{bucket} 和 {region} 可以省略',
    example: 'https://{bucket}.cos.accelerate.myqcloud.com',
  },
  language: {
    parser: choice(['en-US', 'zh-CN']),
    default: 'en-US',
    description: "Language of the cloud's messages: en-US or zh-CN",
    chinese: '云端消息的语言：en-US 或 zh-CN',
    example: 'en-US',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;

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
