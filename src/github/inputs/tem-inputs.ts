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
      "ID of the application in TEM or CAR. It is shown in the console's list of applications. In TEM, the name works too; the step looks up its ID.",
    chinese:
      '弹性微服务（TEM）或应用云渲染（CAR）的应用 ID，见控制台的应用列表。TEM 也可以填写应用名称，步骤会查询其 ID。',
    example: 'app-…   (TEM console, Applications)',
  },
  'environment-id': {
    parser: word(),
    description: 'ID or name of the TEM environment that the application runs in.',
    chinese: '应用所在的弹性微服务（TEM）环境的 ID 或名称。',
    example: 'en-…   (TEM console, Environments)',
  },
  'deploy-version': {
    // TEM rejects more (VersionLengthLimit), and upper case for some kinds of packages. That is
    // left to TEM.
    parser: word(128),
    description:
      "Version to deploy: the tag of an image, or the version of a package. Put it in quotes if it looks like a number: `'1.10'`.",
    chinese: "要部署的版本：镜像标签或程序包版本。看起来像数字时须加引号：`'1.10'`。",
    example: 'v1.2.3   (tag of the image, or version of the package)',
  },
  'package-name': {
    parser: plainText,
    description:
      'Name of the JAR or WAR package in TEM. With `package-file` it defaults to the name of the upload. Leave it out for images.',
    chinese:
      'TEM 中的 JAR 或 WAR 程序包名称。使用 `package-file` 时默认取上传后的名称。镜像部署不填。',
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
      "`AUTO` updates all batches. `BETA` updates a few instances first, then pauses for confirmation. `MANUAL` pauses before each batch. Without it, TEM's default applies.",
    chinese:
      '发布策略：`AUTO` 全自动；`BETA` 小批量验证，确认后再发布其余批次；`MANUAL` 全手动，每一批都需确认。不填时使用 TEM 的默认策略。',
    example: 'BETA',
  },
  'total-batch-count': {
    parser: integer({ min: 0 }),
    description: 'Number of batches. With `BETA`, the first small batch comes in addition.',
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
      'TEM: force the release (`Force`). DLC: generate the file again after a timeout or an error.',
    chinese: 'TEM：强制发布（`Force`）。DLC：超时或出错后重新生成文件。',
    example: 'true',
  },
  from: {
    parser: plainText,
    description:
      "Value of TEM's `From` parameter: the platform that sends the request, such as `IntelliJ`.",
    chinese: 'TEM 的 `From` 参数：请求来源平台，例如 `IntelliJ`。',
    example: 'IntelliJ',
  },
  'source-channel': {
    // unknown: what the numbers mean. The API only declares an int64.
    parser: integer(),
    description:
      "Value of TEM's `SourceChannel` parameter, an integer. It is sent with every call that accepts it.",
    chinese: 'TEM 的 `SourceChannel`（来源渠道）参数，整数。所有支持该参数的请求都会携带。',
    example: '0',
  },
  'revision-id': {
    parser: word(),
    description:
      'Revision that the step is meant for. If it is no longer the current one, the step changes nothing, fails and reports the current revision. Without it, the current revision is used.',
    chinese:
      '要操作的版本 ID。如果它已不是当前版本 ID，步骤不做任何变更，直接失败并给出当前版本 ID。不填时使用当前版本 ID。',
    example: 'revision-…   (output revision-id of the step that started it)',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;
