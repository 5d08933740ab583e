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

/** The inputs of Tencent Cloud Elastic Microservice. Other services share the first, the package and `force`. */
export const TEM_INPUTS = {
  'application-id': {
    parser: word(),
    description: 'ID of the application',
    chinese: '应用 ID',
    example: 'app-…   (TEM console, Applications)',
  },
  'environment-id': {
    parser: word(),
    description: 'ID of the environment that the application runs in',
    chinese: '应用所在环境的 ID',
    example: 'en-…   (TEM console, Environments)',
  },
  'deploy-version': {
    // The cloud refuses more (VersionLengthLimit) and, for some kinds, upper case: that is its say.
    parser: word(128),
    description:
      "Version to deploy: the tag of the image, or the version of the package; one that looks like a number in quotes: '1.10'",
    chinese: "要部署的版本：镜像标签，或程序包的版本；形如数字的版本要加引号：'1.10'",
    example: 'v1.2.3   (tag of the image, or version of the package)',
  },
  'package-name': {
    parser: plainText,
    description:
      'Name of the JAR or WAR package (output package-name of the step that deployed it); applications that run an image have none',
    chinese: 'JAR 或 WAR 程序包的名称（部署它的步骤的输出 package-name）；运行镜像的应用没有',
    example: 'shop.jar   (TEM console, Applications, Versions)',
  },
  'package-file': {
    parser: filePatterns,
    description:
      'File to upload first, a path or a pattern that matches exactly one file (TEM: jar or war; CAR: zip, rar, 7z, apk or xapk); more lines add patterns, those that begin with ! leave files out',
    chinese:
      '要先上传的文件，路径或恰好匹配一个文件的模式（TEM：jar 或 war；CAR：zip、rar、7z、apk 或 xapk）；可写多行模式，以 ! 开头的行排除文件',
    example: 'build/*.jar',
  },
  'deploy-strategy': {
    parser: choice(['AUTO', 'BETA', 'MANUAL']),
    description:
      'AUTO: batch after batch; BETA: a small batch first, which waits for confirmation; MANUAL: every batch waits for confirmation',
    chinese: 'AUTO：逐批进行；BETA：先做一小批，等待确认；MANUAL：每一批都等待确认',
    example: 'AUTO',
  },
  'total-batch-count': {
    parser: integer({ min: 0 }),
    description: 'Number of batches',
    chinese: '批次数',
    example: '2',
  },
  'batch-interval': {
    parser: secondsOrDuration,
    description: 'Time between two batches, in seconds (60) or as a duration (5m)',
    chinese: '两批之间的时间，秒数（60）或时长（5m）',
    example: '60',
  },
  'beta-batch-num': {
    parser: integer({ min: 0 }),
    description: 'Number of instances in the first, small batch; BETA needs it',
    chinese: '第一小批的实例数；BETA 必填',
    example: '1',
  },
  'min-available': {
    parser: integer({ min: 0 }),
    description: 'Number of instances that stay available during the rollout',
    chinese: '更新期间保持可用的实例数',
    example: '1',
  },
  force: {
    parser: booleanFlag,
    default: 'false',
    description: 'TEM: force the release; DLC: make the file again after a timeout or an error',
    chinese: 'TEM：强制发布；DLC：超时或出错后重新生成文件',
    example: 'true',
  },
  from: {
    parser: plainText,
    description: 'Platform that the request comes from, for the cloud to know',
    chinese: '请求来源的平台，供云端识别',
    example: 'Coding',
  },
  'source-channel': {
    // unknown: what the numbers mean; the API says int64.
    parser: integer(),
    description: 'Source channel, a number that goes with every call that takes it',
    chinese: '来源渠道，一个数字，随每个接受它的调用发送',
    example: '0',
  },
  'revision-id': {
    parser: word(),
    description:
      "Revision to follow, resume or revert; where it is not the application's current one, nothing is changed and the step fails",
    chinese: '要跟踪、继续或回退的部署版本 ID；若它不是应用当前的版本 ID，则不做任何改动，步骤失败',
    example: 'revision-…   (output revision-id of the step that started it)',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;
