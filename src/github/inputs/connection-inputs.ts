import type { InputDeclaration } from './declare-input.ts';
import { cosEndpoint, endpoint } from './endpoint-parsers.ts';
import { choice, word } from './input-parsers.ts';

/** Where the cloud is, and the language it answers in. */
export const CONNECTION_INPUTS = {
  region: {
    parser: word(),
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
