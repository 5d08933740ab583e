import type { InputDeclaration } from './declare-input.ts';
import { cosEndpoint, endpoint } from './endpoint-parsers.ts';
import { regionName } from './region-parser.ts';
import {
  choice,
  integer,
  plainText,
  roleArns,
  roleExternalId,
  roleSessionName,
  secret,
  word,
} from './input-parsers.ts';

/** Endpoints, region, and the language of Tencent Cloud's messages. */
export const CONNECTION_INPUTS = {
  region: {
    parser: regionName,
    description:
      'Region of the resource, such as `ap-guangzhou`. Required by every service except CAR, here or in the environment variable `TENCENTCLOUD_REGION`.',
    chinese:
      '资源所在地域，例如 `ap-guangzhou`。除 CAR 外，其他产品均必填，也可以用环境变量 `TENCENTCLOUD_REGION` 设置。',
    example: 'ap-guangzhou   (the region that the application runs in)',
    environment: ['TENCENTCLOUD_REGION'],
  },
  endpoint: {
    parser: endpoint,
    default: 'tencentcloudapi.com',
    description:
      'Root domain of the API; the service is put in front of it. Use `internal.tencentcloudapi.com` inside a VPC, or the URL of a gateway that serves all services.',
    chinese:
      '云 API 的根域名，请求发往 `产品名.根域名`。在私有网络（VPC）内可填写 `internal.tencentcloudapi.com`，也可以填写转发所有产品请求的网关 URL。',
    example: 'internal.tencentcloudapi.com',
  },
  'cos-endpoint': {
    parser: cosEndpoint,
    default: 'https://{bucket}.cos.{region}.myqcloud.com',
    description:
      'URL template for uploads to and downloads from Cloud Object Storage (COS). `{bucket}` and `{region}` are filled in and may be left out.',
    chinese:
      '上传和下载所用的对象存储（COS）URL 模板。`{bucket}` 和 `{region}` 会被替换，也可以省略。',
    example: 'https://{bucket}.cos.accelerate.myqcloud.com',
  },
  language: {
    parser: choice(['en-US', 'zh-CN']),
    default: 'en-US',
    description: 'Language of the log, the job summary and error messages: `en-US` or `zh-CN`.',
    chinese: '日志、摘要（job summary）、错误信息以及腾讯云返回信息的语言：`en-US` 或 `zh-CN`。',
    example: 'zh-CN',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;

/** Credentials: keys, OIDC provider, roles. */
export const CREDENTIAL_DECLARATIONS = {
  'secret-id': {
    parser: secret,
    description:
      'SecretId of an access key; pass it from a secret. If `secret-id`, `secret-key` and `token` are all omitted, `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY` and `TENCENTCLOUD_TOKEN` of the environment are used.',
    chinese:
      '访问密钥的 SecretId，请从 Secrets 传入。`secret-id`、`secret-key`、`token` 都不填时，使用环境变量 `TENCENTCLOUD_SECRET_ID`、`TENCENTCLOUD_SECRET_KEY` 和 `TENCENTCLOUD_TOKEN`。',
    example: '${{ secrets.TENCENTCLOUD_SECRET_ID }}',
  },
  'secret-key': {
    parser: secret,
    description: 'SecretKey of the same access key; pass it from a secret.',
    chinese: '同一访问密钥的 SecretKey，请从 Secrets 传入。',
    example: '${{ secrets.TENCENTCLOUD_SECRET_KEY }}',
  },
  token: {
    parser: secret,
    description: 'Session token of a temporary access key. Leave it out for permanent keys.',
    chinese: '临时密钥的会话 Token。永久密钥不填。',
    example: '${{ secrets.TENCENTCLOUD_TOKEN }}',
  },
  'oidc-provider-id': {
    parser: word(),
    description:
      "Name of the OIDC identity provider in CAM. Together with `role-arn`, the step logs in with GitHub's ID token, without stored keys. The job needs `id-token: write`.",
    chinese:
      '访问管理（CAM）中 OIDC 身份提供商的名称。与 `role-arn` 一起使用时，通过 GitHub 的 ID 令牌扮演角色，无需保存长期密钥。job 需要 `id-token: write` 权限。',
    example: 'github   (CAM console, Identity Providers)',
  },
  'oidc-audience': {
    parser: plainText,
    default: 'sts.tencentcloudapi.com',
    description:
      'Audience of the ID token. It must be one of the client IDs of the identity provider.',
    chinese: 'ID 令牌的受众（aud），须是身份提供商的客户端 ID 之一。',
    example: 'sts.tencentcloudapi.com',
  },
  'role-arn': {
    parser: roleArns,
    description:
      'Role to assume, with OIDC or with the access keys. With several lines, each role assumes the next one.',
    chinese: '要扮演的角色，可配合 OIDC 或访问密钥使用。填写多行时，依次由前一个角色扮演后一个。',
    example: 'qcs::cam::uin/…:roleName/…   (CAM console, Roles)',
  },
  'role-session-name': {
    parser: roleSessionName,
    description:
      'Session name shown in the audit log. By default it is made of the repository and the run ID, such as `octo-org.shop@77`.',
    chinese: '操作审计中显示的角色会话名称。默认由仓库名和 run ID 组成，例如 `octo-org.shop@77`。',
    example: 'deploy',
  },
  'role-duration-seconds': {
    parser: integer({ min: 0, max: 43_200 }),
    default: '3600',
    description:
      "Lifetime of the role's credentials in seconds, at most 43200. They are renewed while the step runs.",
    chinese: '角色临时密钥的有效期，单位为秒，最大 43200。步骤运行期间会自动续期。',
    example: '3600',
  },
  'role-external-id': {
    parser: roleExternalId,
    description:
      'External ID that the trust policy of the last role requires. It is not used with a single role via OIDC.',
    chinese: '最后一个角色的信任策略要求的外部 ID。通过 OIDC 扮演单个角色时不使用。',
    example: 'octo-org/shop',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;
