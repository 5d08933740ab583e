import type { InputDeclaration } from './declare-input.ts';
import { filePatterns } from './file-pattern-parser.ts';
import {
  choice,
  booleanFlag,
  integer,
  secondsOrDuration,
  plainText,
  word,
} from './input-parsers.ts';

/**
 * The inputs of Tencent Cloud Elastic Microservice. Other services share the first one, the package
 * and `force`.
 */
export const TEM_INPUTS = {
  'application-id': {
    parser: word(),
    description:
      'ID of the application, as the console of TEM or CAR lists it. In TEM, the name works too, with the permission to look up its ID (`tem:DescribeApplications`).',
    chinese:
      '弹性微服务（TEM）或应用云渲染（CAR）的应用 ID，见控制台的应用列表。TEM 也可以填写应用名称，但需要查询其 ID 的权限（`tem:DescribeApplications`）。',
    example: 'app-…   (TEM console, Applications)',
  },
  'environment-id': {
    parser: word(),
    description:
      'ID of the TEM environment that the application runs in. The name works too, with the permission to look up its ID (`tem:DescribeEnvironments`).',
    chinese:
      '应用所在的弹性微服务（TEM）环境的 ID。也可以填写环境名称，但需要查询其 ID 的权限（`tem:DescribeEnvironments`）。',
    example: 'en-…   (TEM console, Environments)',
  },
  'deploy-version': {
    // TEM rejects more (VersionLengthLimit), and upper case for some kinds of packages. That is
    // left to TEM.
    parser: word(128),
    description:
      "Version to deploy, to return to (`tem-rollback`) or to download: the tag of an image, or the version of a package. Put it in quotes if it looks like a number: `'1.10'`.",
    chinese:
      "要部署、恢复（`tem-rollback`）或下载的版本：镜像标签或程序包版本。形如数字时须加引号：`'1.10'`。",
    example: 'v1.2.3   (tag of the image, or version of the package)',
  },
  'package-name': {
    parser: plainText,
    description:
      'Name of the JAR or WAR package in TEM: the output `package-name` of the step that deployed it. With `package-file`, it defaults to the name of the upload. Leave it out for images.',
    chinese:
      'TEM 中的 JAR 或 WAR 程序包名称，即部署该程序包的步骤的输出 `package-name`。使用 `package-file` 时默认取上传后的名称。镜像部署不填。',
    example: 'shop.jar   (TEM console, Applications, Versions)',
  },
  'package-file': {
    parser: filePatterns,
    description:
      'File to upload first: a path, or a pattern that matches exactly one file. Lines that begin with `!` exclude files. TEM takes jar and war; CAR takes zip, rar, 7z, apk and xapk.',
    chinese:
      '要先上传的文件：路径，或只匹配一个文件的通配模式。以 `!` 开头的行用于排除文件。TEM 支持 jar、war；CAR 支持 zip、rar、7z、apk、xapk。',
    example: 'build/*.jar',
  },
  'deploy-strategy': {
    parser: choice(['AUTO', 'BETA', 'MANUAL']),
    description:
      "`AUTO` updates batch after batch. `BETA` updates a few instances first (`beta-batch-num`), then pauses for confirmation. `MANUAL` pauses for confirmation between batches. Without it, TEM's default applies.",
    chinese:
      '发布策略：`AUTO` 全自动；`BETA` 小批量验证（`beta-batch-num`），确认后再发布其余批次；`MANUAL` 全手动，批次之间需要确认。不填时使用 TEM 的默认策略。',
    example: 'BETA',
  },
  'total-batch-count': {
    parser: integer({ min: 0 }),
    description: 'Number of batches. The small first batch of `BETA` is not counted.',
    chinese: '发布批次数。使用 `BETA` 时不含小批量验证批次。',
    example: '2',
  },
  'batch-interval': {
    parser: secondsOrDuration,
    description: 'Pause between two batches: seconds, or a duration such as `5m`.',
    chinese: '批次间隔时间：秒数，或时长（例如 `5m`）。',
    example: '60s',
  },
  'beta-batch-num': {
    parser: integer({ min: 0 }),
    description: 'Number of instances in the first batch of a `BETA` rollout. Required for `BETA`.',
    chinese: '小批量验证批次的实例数，发布策略为 `BETA` 时必填。',
    example: '1',
  },
  'min-available': {
    parser: integer({ min: 0 }),
    description: 'Minimum number of instances that stay available during the rollout.',
    chinese: '发布过程中保障的最小可用实例数。',
    example: '1',
  },
  force: {
    parser: booleanFlag,
    default: 'false',
    description:
      'TEM: force the release (parameter `Force`; TEM does not document its effect). DLC: generate the file again if the last attempt failed or timed out.',
    chinese:
      'TEM：强制发布（参数 `Force`，TEM 文档未说明其具体作用）。DLC：上次失败或超时后重新生成文件。',
    example: 'true',
  },
  from: {
    parser: plainText,
    description:
      "Value of TEM's `From` parameter: the platform that sends the request, such as `IntelliJ`. Usually left out.",
    chinese: 'TEM 的 `From` 参数：请求来源平台，例如 `IntelliJ`，一般不填。',
    example: 'IntelliJ',
  },
  'source-channel': {
    // Unknown (tem-source-channel): what the numbers mean. The API only declares an int64.
    parser: integer(),
    description:
      "Value of TEM's `SourceChannel` parameter, an integer whose meaning TEM does not document. Usually left out.",
    chinese: 'TEM 的 `SourceChannel`（来源渠道）参数，整数，TEM 文档未说明其含义，一般不填。',
    example: '0',
  },
  'revision-id': {
    parser: word(),
    description:
      'Revision that the step is meant for. If it is no longer the current one, the step changes nothing, fails and reports the current revision. If it is omitted or empty, the step acts on the current revision, whoever started it.',
    chinese:
      '要操作的版本 ID。如果它已不是当前版本 ID，步骤不做任何变更，直接失败并给出当前版本 ID。不填或为空时，操作当前版本 ID，无论由谁发布。',
    example: 'revision-…   (output revision-id of the step that started it)',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;
