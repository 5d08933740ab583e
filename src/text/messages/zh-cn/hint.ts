import type { HINT } from '../en/hint.ts';
import type { Template } from '../template.ts';

/** What to do about errors of the API. */
export const HINT_ZH: Readonly<Record<keyof typeof HINT, Template>> = {
  'hint.allow':
    '请在访问管理（CAM）策略中为调用者授予 `{permission}` 权限（docs/permissions.zh-CN.md）',
  'hint.allow-and-check-keys': '{allow}，并检查密钥',
  'hint.later': '腾讯云侧出错：请稍后重新运行 job；若持续出错，请将 RequestId 提供给腾讯云技术支持',
  'hint.no-such-action':
    '如果设置了 `endpoint`，请将其删除（默认为 tencentcloudapi.com）；否则请检查 `region`：该产品在此地域不提供此接口',
  'hint.account-overdue': '请结清账户欠费',
  'hint.account-balance': '请为账户充值',
  'hint.fewer-jobs': '请减少同时运行的 job（`max-parallel`）',

  'hint.secret-id-format':
    '`secret-id`（或 `TENCENTCLOUD_SECRET_ID`）必须是 API 密钥的 SecretId（AKID…）',
  'hint.secret-id-unknown':
    '请检查 `secret-id`（或 `TENCENTCLOUD_SECRET_ID`）：密钥不存在、已删除或已禁用，或不属于该接入域名对应的站点（tencentcloudapi.com 对中国站和国际站通用）',
  'hint.mfa': '请使用无需 MFA 的密钥，或改用角色',
  'hint.clock': '请校准 runner 的时钟：误差已超过 5 分钟，且返回结果中没有服务端时间',
  'hint.secret-key': '请检查 `secret-key`（或 `TENCENTCLOUD_SECRET_KEY`）：与 SecretId 不匹配',
  'hint.token':
    '临时密钥的 Token 无效或已过期：请在本步骤之前重新获取临时密钥，或使用 `role-arn`（临时密钥会自动续期）',
  'hint.ip-blocked': '该账号已禁止 runner 的 IP 访问：请在访问管理（CAM）中解除，或换一个 runner',
  'hint.ip-not-allowed':
    '请将 runner 的 IP 加入白名单：GitHub 托管的 runner 的 IP 会变化，自托管 runner 的 IP 固定不变',
  'hint.quota': '请申请提高配额，或释放部分配额',
  'hint.request-limit': '请减少同时运行的 job（`max-parallel`），或调大 `poll-interval`',
  'hint.region': '请检查 `region`：该产品在此地域或通过此接入域名不可用（金融区有独立的接入域名）',

  'hint.tem-version-refused':
    '请检查 `deploy-version` 和 `package-name`：TEM 拒绝部署该版本，未触发发布。若两者无误，请稍后重新运行 job',
  'hint.tem-service-role': '请在 TEM 控制台授权 TEM 创建服务角色，并允许调用者使用该角色',
  'hint.tem-apm': '请在 TEM 控制台为环境绑定 APM 实例，或关闭链路追踪',
  'hint.tem-version-format':
    '`deploy-version` 只能包含小写字母、数字、`.`、`_` 和 `-`，最多 128 个字符；镜像部署时只填写镜像标签',
  'hint.tem-env-name':
    '请修改应用的环境变量名：只能包含字母、数字、`.`、`_` 和 `-`，且不能以数字开头',
  'hint.tem-mount-path': '请在应用设置中修改挂载路径：`/app` 为保留路径',
  'hint.tem-jdk': '请在应用设置中选择 JDK 版本：该应用以 JAR 或 WAR 程序包部署',
  'hint.tem-environment-account': '请检查 `environment-id`：该环境与密钥不属于同一账号',
  'hint.tem-application-account': '请检查 `application-id`：该应用与密钥不属于同一账号',
  'hint.tem-base-image': '请在应用设置中更换基础镜像：当前镜像不受支持',
  'hint.tem-registry':
    '请在 TEM 控制台为环境绑定注册中心（ZooKeeper、Eureka 或 Consul），不是镜像仓库',
  'hint.tem-instance-limit': '环境的实例数已达上限：请减少实例，或申请提高配额',
  'hint.tem-ids': '请检查 `application-id` 和 `environment-id`',
  'hint.tem-version-length': '`deploy-version` 最多 128 个字符',
  'hint.tem-version-case': '请将 `deploy-version` 改为小写',
  'hint.tem-never-deployed': '请先在 TEM 控制台部署一次应用：该应用尚未设置部署方式',
  'hint.tem-add-version': '请填写 `deploy-version`',
  'hint.tem-logset': '请在应用的日志配置中选择日志集和日志主题，或关闭日志采集',
  'hint.tem-add-environment': '请填写 `environment-id`',
  'hint.tem-add-package': '请填写 `package-name`：该应用以 JAR 或 WAR 程序包部署，而不是镜像',
  'hint.tem-add-application': '请填写 `application-id`',
  'hint.tem-image-registry': '镜像仓库仍在初始化：请几分钟后重新运行 job',
  'hint.tem-environment-locked': '环境正被其他操作占用：请稍后重新运行 job',
  'hint.tem-application-locked': '应用正被其他操作占用：请稍后重新运行 job',
  'hint.tem-deploying': '请先运行 `tem-wait`，等待其他发布结束',
  'hint.tem-offline': '请检查 `application-id` 和 `region`；若均无误，请在 TEM 控制台启动应用',
  'hint.tem-environment-missing': '请检查 `environment-id` 和 `region`',
  'hint.tem-application-missing': '请检查 `application-id`、`environment-id` 和 `region`',
  'hint.tem-nothing-runs': '应用没有运行中的版本：请先在 TEM 控制台启动应用',
  'hint.tem-version-not-in-environment': '请检查 `environment-id`：该环境中没有此版本',
  'hint.tem-version-not-in-application':
    '请检查 `application-id` 和 `environment-id`：其中没有此版本',
  'hint.tem-stopped': '请先在 TEM 控制台启动应用',
  'hint.tem-environment-pending': '环境仍在初始化：请几分钟后重新运行 job',
  'hint.tem-log-role': '请在 TEM 控制台授权 TKE 写入日志服务（CLS）',

  'hint.car-busy': '应用正被其他操作占用：请一次只运行一个 job（`concurrency`），或稍后重新运行',
  'hint.car-inputs':
    '请检查 `application-id`、`application-file-name`、`application-version-regions` 和 `application-version-update-mode`',
  'hint.car-failed': '失败原因见返回信息：请在 CAR 控制台检查应用及其版本，稍后重新运行 job',
  'hint.car-application': '请检查 `application-id`：该账号下没有此应用',
  'hint.car-launch-path':
    '请检查压缩包：其中没有应用所设启动路径对应的文件；也可能是没有等待上传文件的版本',
  'hint.car-timeout': 'CAR 处理超时：请稍后重新运行 job',
  'hint.car-state': '请在 CAR 控制台检查各版本的状态',
  'hint.car-application-limit': '请在 CAR 控制台删除一个应用',
  'hint.car-pending-version':
    '存在未发布的版本：请先发布该版本（`car-set-online`），或设置 `pending-version: delete`',
  'hint.car-version-limit': '请在 CAR 控制台删除一个版本，或设置 `version-limit: delete-oldest`',
  'hint.car-no-new-version': '请在 CAR 控制台检查应用：当前状态下不能创建新版本',
  'hint.car-version-in-use': '使用中的版本不能删除：请先发布其他版本',
  'hint.car-no-upload-target': '没有等待上传文件的版本：请让本步骤创建一个',
  'hint.car-not-publishable': '请检查 `application-version-id`：只能发布已就绪或曾经使用过的版本',

  'hint.dlc-task':
    '请检查 `task-id`（或 `download-id`）和 `region`；DLC 只在有限时间内保留查询结果',
  'hint.dlc-result-path': '请在 DLC 控制台将查询结果路径设置为 COS 存储桶',
  'hint.dlc-failed':
    '失败原因见返回信息：请在 DLC 控制台确认查询成功且结果未过期；若均正常，请稍后重新运行 job',
  'hint.dlc-data-permission': '{allow}，并在 DLC 控制台为其授予数据权限',
  'hint.dlc-user': '请在 DLC 控制台将调用者添加为用户',
  'hint.dlc-format': '请使用 `format: CSV`',

  'hint.scf-function': '请检查 `function-name`、`namespace` 和 `region`：没有此函数',
  'hint.scf-version': '请检查 `qualifier`：该函数没有此版本或别名',
  'hint.scf-busy': '函数正在部署：请调大 `timeout`',
  'hint.scf-protected':
    '请检查 `code-secret`：该函数的代码受保护（也可以在 SCF 控制台取消代码保护）',
  'hint.scf-namespace': '请检查 `namespace` 和 `region`：没有此命名空间',
  'hint.scf-image': '请确认该函数以代码包（而不是镜像）部署；若确为代码包，请稍后重新运行 job',
  'hint.scf-inputs': '请检查 `function-name`、`qualifier` 和 `namespace`',

  'hint.cos-incomplete': '文件未完整上传：请重新运行 job',
  'hint.cos-url-expired': '下载链接已失效：请重新运行 job 以获取新的链接',
  'hint.cos-url-refused':
    '下载链接已失效：请重新运行 job 以获取新的链接；也可能是存储桶策略禁止 runner 访问',
  'hint.cos-keys-refused':
    'COS 拒绝了腾讯云下发的临时密钥：请重新运行 job，并确认经 `cos-endpoint` 发往 COS 的请求未被改动',
  'hint.cos-read':
    '请在存储桶策略中允许 `cos:GetObject`，或将查询结果路径改为 DLC 可以下发临时密钥的路径',
  'hint.cos-write':
    '腾讯云下发的临时密钥无权写入该路径：请检查 `cos-endpoint`、是否有其他 job 正在使用同一路径，以及账户是否欠费',
  'hint.cos-arrears': '请在控制台检查存储桶所属账户是否欠费或被封禁',
  'hint.cos-acceleration': '请为存储桶开启全球加速，或删除 `cos-endpoint`',
  'hint.cos-too-large': '请减小文件：文件超过 COS 单次上传的上限，且分块上传被拒绝',
  'hint.cos-archived': '文件已归档：请先在 COS 控制台恢复',
  'hint.cos-name': '请重命名文件：COS 不接受此文件名',
  'hint.cos-name-length': '请重命名文件：文件名超出 COS 的长度限制',
  'hint.cos-method': '请检查 `cos-endpoint`：该地址不接受此请求',
  'hint.cos-bucket':
    '请检查 `cos-endpoint` 和 `region`：没有此存储桶，或存储桶在文件生成后已被删除',
  'hint.cos-result-gone':
    '查询结果已不存在：请重新执行查询，并使用新的 `task-id`（也可以在存储桶的生命周期规则中延长保留时间）',
  'hint.cos-file-gone': '文件已不存在：请检查填写的版本',
  'hint.cos-redirect': '请检查 `cos-endpoint`：必须指向存储桶所在地域',
  'hint.cos-clock': '请校准 runner 的时钟：COS 会拒绝时间不符的签名',
  'hint.cos-signature': '请检查 `cos-endpoint` 和中间的代理：请求到达 COS 时必须与签名时完全一致',
  'hint.cos-slow':
    '到存储桶的网络太慢：请使用离存储桶更近的 runner，将 `cos-endpoint` 设置为存储桶的全球加速域名，或减小文件（docs/network.zh-CN.md）',

  'hint.sts-role-keys':
    'STS 为角色下发的临时密钥被拒绝：请重新运行 job；如果设置了 `endpoint`，请确认它与角色所属账号在同一站点（中国站或国际站）',
  'hint.sts-duration': '请调小 `role-duration-seconds`：超出了角色允许的时长',
  'hint.sts-role-inputs': '请检查 `role-arn`、`role-session-name` 和 `role-external-id`',
  'hint.sts-oidc-inputs': '请检查 `oidc-provider-id`、`role-arn` 和 `role-session-name`',
  'hint.sts-role': '请检查 `role-arn`：该账号下没有此角色',
  'hint.sts-trust-caller':
    '{allow}，并将调用者加入角色的信任策略（如果信任策略要求外部 ID，请设置 `role-external-id`）',
  'hint.sts-provider': '请检查 `oidc-provider-id` 和 `oidc-audience`',
  'hint.sts-trust-subject':
    '请在角色的信任策略中允许本次 job：{audience}、{subject}。完整策略见本 Action 的 docs/credentials.zh-CN.md。',
  'hint.sts-subject-ids':
    '自 2026 年 7 月 15 日起，GitHub 会在新仓库的 sub 中加入 owner 和仓库的 ID。',
  'hint.sts-no-condition': '无“{claim}”条件（该令牌中没有此声明）',
  'hint.sts-match-provider':
    '请检查访问管理（CAM）中的身份提供商：身份提供商 URL 必须为 {issuer}，客户端 ID 必须包含 {client}（`oidc-audience`），签名公钥必须是该 URL 当前的公钥。角色的信任策略须允许 {subject}',
};
