// The fixes of docs/troubleshooting.zh-CN.md: by service and error code, as in src/report/hints/, and
// by the state of an instance.

const LATER = '腾讯云内部错误，与输入参数无关：请稍后重试；如果一直出现，请携带 RequestId 提交工单';
const NO_SUCH_ACTION =
  '去掉 endpoint（默认 tencentcloudapi.com）；没有设置时请检查 region：该地域不提供此接口';
const NOT_WHOLE = '文件上传不完整：请重新运行 job';
const KEYS_REFUSED = '产品返回的临时密钥被拒绝：请重新运行 job，并确认 cos-endpoint 原样转发到 COS';
const IN_ARREARS = '在控制台检查存储桶所属账号是否欠费或被冻结';
const FEWER_JOBS = '减少同时运行的 job（max-parallel）';
const BUSY = '应用正被其他操作占用：同一时间只运行一个 job（concurrency），或稍后重试';
const DEPLOYING = '函数正在部署：请调大 timeout';
const PROTECTED = '在云函数控制台关闭该函数的代码保护：本 Action 无法下载受保护的代码';
const NO_FUNCTION = '检查 function-name、namespace 和 region：函数不存在';
const NO_QUALIFIER = '检查 qualifier：函数没有该版本或别名';
const NO_NAMESPACE = '检查 namespace 和 region：命名空间不存在';
const NO_TASK = '检查 task-id（或 download-id）和 region；DLC 只在一定时间内保留查询结果';
const NO_RESULT_PATH = '在 DLC 控制台把查询结果路径设置为 COS 存储桶';
const CAR_INPUTS =
  '检查 application-id、application-file-name、application-version-regions 和 application-version-update-mode';
const TRUST = '在 CAM 策略中授予 sts:ACTION，并让角色信任调用者（如有要求，还需 role-external-id）';
const READ_LOG = '在 TEM 控制台查看实例日志：进程自行退出';
const CHECK_PROBE = '在 TEM 控制台的部署页检查健康检查的端口、路径和延迟';

export const ERROR_FIXES = {
  common: {
    'AuthFailure.InvalidSecretId':
      'secret-id（或 TENCENTCLOUD_SECRET_ID）须为云 API 密钥的 SecretId（AKID…）',
    'AuthFailure.MFAFailure': '使用不需要 MFA 的密钥，或改用角色',
    'AuthFailure.SecretIdNotFound':
      '检查 secret-id（或 TENCENTCLOUD_SECRET_ID）：密钥不存在、已删除、已禁用，或不属于该接入域名的站点（tencentcloudapi.com 两站通用）',
    'AuthFailure.SignatureExpire': '校准 runner 的时钟：偏差超过 5 分钟，且响应中没有服务端时间',
    'AuthFailure.SignatureFailure':
      '检查 secret-key（或 TENCENTCLOUD_SECRET_KEY）：与 SecretId 不匹配',
    'AuthFailure.TokenFailure':
      'token 错误或已过期：在本步骤之前重新获取临时密钥，或使用可自动续期的 role-arn',
    'AuthFailure.UnauthorizedOperation': '在 CAM 策略中为调用者授予 SERVICE:ACTION',
    InternalError: LATER,
    InvalidAction: NO_SUCH_ACTION,
    IpInBlacklist: 'runner 的 IP 被该账号禁止：在 CAM 中解除，或换一台 runner',
    IpNotInWhitelist:
      '放行 runner 的 IP：GitHub 托管的 runner IP 不固定，自托管 runner 的 IP 可以固定',
    LimitExceeded: '申请提高配额，或释放部分资源',
    NoSuchProduct: NO_SUCH_ACTION,
    NoSuchVersion: NO_SUCH_ACTION,
    RequestLimitExceeded: `${FEWER_JOBS}，或调大 poll-interval`,
    ServiceUnavailable: LATER,
    UnauthorizedOperation: '在 CAM 策略中为调用者授予 SERVICE:ACTION',
    UnsupportedRegion: '检查 region：该地域没有此产品，或该接入域名不支持（金融区使用自己的域名）',
  },
  car: {
    AuthFailure: '在 CAM 策略中为调用者授予 car:ACTION，并检查密钥',
    FailedOperation: '请看腾讯云返回的信息：在 CAR 控制台检查应用及其版本，稍后重试',
    'FailedOperation.ApplicationLockFail': BUSY,
    'FailedOperation.ApplicationNotFind': '检查 application-id：该账号下没有此应用',
    'FailedOperation.LockTimeout': BUSY,
    'FailedOperation.PathNotFound':
      '检查压缩包：其中没有应用设置的启动路径；也可能没有待上传文件的版本',
    'FailedOperation.ProcessTimeout': 'CAR 处理超时：请稍后重试',
    'FailedOperation.SlowDown': FEWER_JOBS,
    'FailedOperation.VersionLockFail': BUSY,
    InvalidParameter: CAR_INPUTS,
    InvalidParameterValue: CAR_INPUTS,
    OperationDenied: '在控制台检查各版本的状态',
    'OperationDenied.ApplicationLimitExceeded': '在 CAR 控制台删除一个应用',
    'OperationDenied.VersionCreating':
      '存在未发布的版本：先发布它（car-set-online），或使用 pending-version: delete',
    'OperationDenied.VersionLimitExceeded':
      '在 CAR 控制台删除一个版本，或使用 version-limit: delete-oldest',
  },
  cos: {
    AccessDenied:
      '产品返回的临时密钥无权写入该路径：检查 cos-endpoint、路径是否被其他 job 占用、账号是否欠费',
    BadDigest: NOT_WHOLE,
    BucketAccelerateNotEnabled: '为存储桶开启全球加速，或去掉 cos-endpoint',
    EntityTooLarge: '减小文件：超过 COS 单次上传的上限，且分块上传被拒绝',
    EntityTooSmall: NOT_WHOLE,
    ExpiredToken: KEYS_REFUSED,
    InvalidAccessKeyId: KEYS_REFUSED,
    InvalidDigest: NOT_WHOLE,
    InvalidObjectState: '文件为归档存储：先在 COS 控制台恢复',
    InvalidPart: NOT_WHOLE,
    InvalidPartOrder: NOT_WHOLE,
    InvalidURI: '修改文件名：由它生成的地址不被 COS 接受',
    KeyTooLong: '修改文件名：名称过长',
    MethodNotAllowed: '检查 cos-endpoint：所指向的 COS 地址不支持该请求',
    NoSuchBucket: '检查 cos-endpoint 和 region：存储桶不存在，或生成文件之后已被删除',
    NoSuchKey: '文件已不存在：检查所请求的版本',
    NoSuchUpload: NOT_WHOLE,
    PaymentRequired: IN_ARREARS,
    PermanentRedirect: '检查 cos-endpoint：须指向存储桶所在地域',
    RequestTimeTooSkewed: '校准 runner 的时钟：签名时间与 COS 不一致',
    SignatureDoesNotMatch: '检查 cos-endpoint 和途中的代理：请求须原样到达 COS',
    SlowDown: FEWER_JOBS,
    UnavailableForLegalReasons: IN_ARREARS,
    UserNetworkTooSlow:
      '上传过慢：使用距离存储桶更近的 runner，把 cos-endpoint 设为存储桶的全球加速域名，或减小文件',
  },
  dlc: {
    FailedOperation: '请看腾讯云返回的信息：在 DLC 控制台确认查询成功且结果未过期，否则稍后重试',
    'FailedOperation.NoPermission':
      '在 CAM 策略中为调用者授予 dlc:ACTION，并在 DLC 控制台授予数据权限',
    'InvalidParameter.InvalidTaskId': NO_TASK,
    'InvalidParameter.SQLTaskNotFound': NO_TASK,
    'InvalidParameter.TaskNotFound': NO_TASK,
    'ResourceNotFound.ResultOutputPathNotFound': NO_RESULT_PATH,
    'ResourceNotFound.ResultSavePathNotFound': NO_RESULT_PATH,
    'ResourceUnavailable.BalanceInsufficient': '为账号充值',
    'UnauthorizedOperation.UserNotExist': '在 DLC 控制台把调用者添加为用户',
    'UnsupportedOperation.UnsupportedFileType': '使用 format: CSV',
  },
  scf: {
    'FailedOperation.FunctionNameStatusError': DEPLOYING,
    'FailedOperation.FunctionStatusError': DEPLOYING,
    'FailedOperation.GetFunctionAddress': '确认函数使用代码包而不是镜像；如果是代码包，请稍后重试',
    InvalidParameterValue: '检查 function-name、qualifier 和 namespace',
    'InvalidParameterValue.Action': NO_SUCH_ACTION,
    'InvalidParameterValue.CodeSecret': PROTECTED,
    'InvalidParameterValue.FunctionName': NO_FUNCTION,
    'InvalidParameterValue.Namespace': NO_NAMESPACE,
    'InvalidParameterValue.Qualifier': NO_QUALIFIER,
    'InvalidParameter.Payload': '检查 function-name、qualifier 和 namespace',
    'ResourceNotFound.Function': NO_FUNCTION,
    'ResourceNotFound.FunctionName': NO_FUNCTION,
    'ResourceNotFound.FunctionVersion': NO_QUALIFIER,
    'ResourceNotFound.Namespace': NO_NAMESPACE,
    'ResourceNotFound.Version': NO_QUALIFIER,
    'UnauthorizedOperation.CAM': '在 CAM 策略中为调用者授予 scf:ACTION',
    'UnauthorizedOperation.CodeSecret': PROTECTED,
    'UnauthorizedOperation.FunctionStatus': DEPLOYING,
  },
  sts: {
    'AuthFailure.UnauthorizedOperation': TRUST,
    'InvalidParameter.OverTimeError': '调小 role-duration-seconds：超过角色允许的最长时间',
    'InvalidParameter.ParamError': '检查 oidc-provider-id、role-arn 和 role-session-name',
    'InvalidParameter.WebIdentityTokenError': '检查 oidc-provider-id 和 oidc-audience',
    'ResourceNotFound.RoleNotFound': '检查 role-arn：该账号下没有此角色',
    UnauthorizedOperation: TRUST,
  },
  tem: {
    'FailedOperation.ActionReadTimeout': LATER,
    'FailedOperation.DefaultInternalError': LATER,
    'FailedOperation.DescribeRunPodListError': LATER,
    'FailedOperation.DescribeServiceError': LATER,
    'InternalError.DeployVersionError':
      '检查 deploy-version 和 package-name：TEM 拒绝部署该版本，未触发发布。如果参数无误，请稍后重试',
    'InvalidParameter.UnauthorizedOrMissingRole':
      '在 TEM 控制台创建 TEM 的服务角色，并允许调用者使用',
    'InvalidParameterValue.ApmNotBind': '在 TEM 控制台为环境绑定 APM 实例，或关闭调用链追踪',
    'InvalidParameterValue.InvalidDeployVersion':
      'deploy-version 格式有误：只能使用小写字母、数字、. _ 和 -，最长 128 个字符；镜像只填标签（tag）',
    'InvalidParameterValue.InvalidEnvName':
      '应用的环境变量名称有误：只能使用字母、数字、. _ 和 -，不能以数字开头',
    'InvalidParameterValue.InvalidMountPath': '在应用配置中修改挂载路径：/app 已被占用',
    'InvalidParameterValue.JdkVersionRequired':
      '在应用配置中选择 JDK 版本：应用以 JAR 或 WAR 方式部署',
    'InvalidParameterValue.NamespaceNotBelongToAppid':
      '检查 environment-id：环境与密钥不属于同一账号',
    'InvalidParameterValue.OsNotSupport': '在应用配置中更换基础镜像：不支持当前镜像',
    'InvalidParameterValue.RegistryNotBind':
      '在 TEM 控制台为环境绑定注册中心（ZooKeeper、Eureka 或 Consul）；不是镜像仓库',
    'InvalidParameterValue.ServiceNotBelongToAppid':
      '检查 application-id：应用与密钥不属于同一账号',
    'InvalidParameterValue.ServicePodReachMaximum':
      '环境的实例数已达上限：减少实例，或申请提高配额',
    'InvalidParameterValue.TemIdInvalid': '检查 application-id 和 environment-id',
    'InvalidParameterValue.VersionLengthLimit': 'deploy-version 最长 128 个字符',
    'InvalidParameterValue.VersionLowerCase': 'deploy-version 只能使用小写字母',
    'MissingParameter.DeployModeNull': '先在 TEM 控制台部署一次应用：尚未设置部署方式',
    'MissingParameter.DeployVersionNull': '添加 deploy-version',
    'MissingParameter.LogsetOrTopicNull': '在应用的日志配置中选择日志集和主题，或关闭日志采集',
    'MissingParameter.NamespaceIdNull': '添加 environment-id',
    'MissingParameter.PkgNameNull': '添加 package-name：应用以 JAR 或 WAR 方式部署，不是镜像',
    'MissingParameter.ServiceIdNull': '添加 application-id',
    'MissingParameter.SvcRepoNotReady': '镜像仓库正在初始化：请几分钟后重试',
    'OperationDenied.BalanceNotEnough': '为账号充值',
    'OperationDenied.ResourceIsolated': '账号欠费：请结清欠款',
    'ResourceInUse.EnvironmentAlreadyLocked': '环境正被其他操作占用：请稍后重试',
    'ResourceInUse.ResourceAlreadyLocked': '应用正被其他操作占用：请稍后重试',
    'ResourceInUse.ServiceDeploying': '先运行 tem-wait，等待正在进行的发布结束',
    'ResourceNotFound.InterfaceNotFound': NO_SUCH_ACTION,
    'ResourceNotFound.MicroserviceOffline':
      '检查 application-id 和 region；如果无误，在 TEM 控制台启动应用',
    'ResourceNotFound.NamespaceNotFound': '检查 environment-id 和 region',
    'ResourceNotFound.ServiceNotFound': '检查 application-id、environment-id 和 region',
    'ResourceNotFound.ServiceRunningVersionNotFound':
      '应用没有运行中的版本：先在 TEM 控制台启动应用',
    'ResourceNotFound.VersionNamespaceNotFound': '检查 environment-id：该环境中没有此版本',
    'ResourceNotFound.VersionServiceNotFound': '检查 application-id 和 environment-id：没有此版本',
    'ResourceUnavailable.ApplicationStopped': '先在 TEM 控制台启动应用',
    'ResourceUnavailable.WaitForKruise': '环境正在初始化：请几分钟后重试',
    'UnauthorizedOperation.MissingEksLogRole': '在 TEM 控制台授权 TKE 写入日志服务（CLS）',
  },
};

export const STATE_FIXES = {
  PostStartHookError: '在应用的启停管理中检查启动后执行的命令',
  CreateContainerConfigError: '检查应用的环境变量：引用了不存在的配置',
  ImagePullBackOff: '确认镜像和标签（tag）在镜像仓库（TCR）中存在，且 TEM 有权拉取',
  'Readiness probe failed': CHECK_PROBE,
  'Liveness probe failed': CHECK_PROBE,
  'failed according to l4 listener of CLB': '检查应用访问方式中的端口和协议：负载均衡收不到响应',
  CrashLoopBackOff: READ_LOG,
  ContainerCreating: '检查应用的数据卷：可能引用了不存在的数据卷',
  Error: READ_LOG,
};
