import type { NETWORK } from '../en/network.ts';
import type { Template } from '../template.ts';

/** Connections, proxies, certificates and credentials. */
export const NETWORK_ZH: Readonly<Record<keyof typeof NETWORK, Template>> = {
  'network.stage-credentials': '凭证',
  'network.credentials-inputs': '输入参数中的访问密钥',
  'network.credentials-environment': '环境变量中的访问密钥',
  'network.credentials-temporary-inputs': '输入参数中的临时密钥',
  'network.credentials-temporary-environment': '环境变量中的临时密钥',
  'network.credentials-oidc': 'OIDC（{provider}）',
  'network.credentials-role': '角色 {role}，来源：{source}',
  'network.credentials-role-through': '角色 {role}，经由 {before}，来源：{source}',
  'network.credentials-valid-until': '{credentials}，有效期至 {time} UTC',
  'network.credentials-assumed': '已扮演角色 {role}',
  'network.credentials-remark-temporary': '临时密钥来自环境变量：请在前面的步骤中重新获取。',
  'network.credentials-missing-after-job': '{application} 的 {revision} 未回滚：缺少凭证',
  'network.credentials-missing-after-job-new': '{application} 刚触发的发布未回滚：缺少凭证',
  'network.credentials-missing-after-job-why':
    'post 步骤没有凭证：在嵌套的 composite action 中，它收到的输入参数不同。请在 job 的 `env` 中设置访问密钥。',
  'network.stage-retry': '重试',
  'network.call-failing': '{action} 失败，正在重试：{why}',
  'network.call-retrying': '{action} 失败（{why}），{pause} ms 后重试',
  'network.proxy-log-in':
    '请在 `HTTPS_PROXY` 和 `HTTP_PROXY` 中写入用户名和密码：http://USER:PASSWORD@HOST:PORT，特殊字符写作 %XX',

  'network.rerun': '请重新运行 job：做变更前会先检查当前状态',
  'network.rerun-or-check':
    '请重新运行 job：做变更前会先检查当前状态；若持续出错，请检查 `{input}` 和中间的代理',
  'network.proxy-check': '请检查 runner 环境变量 `HTTPS_PROXY`、`HTTP_PROXY` 和 `NO_PROXY`',
  'network.proxy-check-scheme':
    '请检查 runner 环境变量 `HTTPS_PROXY`、`HTTP_PROXY` 和 `NO_PROXY`；多数代理的 URL 应以 http:// 开头，`HTTPS_PROXY` 也不例外',
  'network.proxy-allow':
    '请允许代理连接该主机（443 端口）；如果 runner 可以直连，请将该主机加入 `NO_PROXY`',
  'network.proxy-scheme': '请在 `HTTPS_PROXY` 中将该代理的 https:// 改为 http://',
  'network.no-tls': '请检查该地址上的服务：它没有按 TLS 协议响应（可能是端口错误，或中间有代理）',
  'network.no-tls-at':
    '请检查 `{input}` 以及该地址上的服务：它没有按 TLS 协议响应（可能是端口错误，或中间有代理）',
  'network.check-route': '请检查 runner 能否访问互联网',
  'network.check-route-to': '请检查 `{input}`，以及 runner 能否访问互联网',
  'network.raise-limit': '请调大中间代理或网关的请求体大小上限，或让该主机不经过代理',
  'network.redirects': '请检查 `{input}`：该地址返回的是跳转页面，例如上网认证页',
  'network.download-redirects': '请检查网络：返回的可能是上网认证页，而不是文件',
  'network.forbidden':
    '请在中间的防火墙、代理或网关上放行该主机，或检查 `{input}`：拒绝请求的不是腾讯云 API',
  'network.download-forbidden':
    '请重新运行 job 以获取新的下载链接；如果仍被拒绝，说明防火墙或代理拦截了 runner 的请求',
  'network.not-the-api': '请检查 `{input}`：该地址返回的不是腾讯云的响应',
  'network.not-the-api-proxies': '请检查 `{input}` 和中间的代理：返回的不是腾讯云的响应',
  'network.gateway': '请检查 `{input}` 以及返回该响应的网关或代理：它无法访问腾讯云',
  'network.download-gone': '文件已不存在：请重新运行 job 以获取新的下载链接',
  'network.download-rerun': '请重新运行 job；若持续出错，请检查中间的代理',
  'network.download-other': '请重新运行 job 以获取新的下载链接；若持续出错，请检查中间的代理',

  'network.certificate': '证书',
  'network.certificate-authority-fix':
    '如果代理或防火墙会解密 TLS，请将其 CA 证书（PEM）保存到 runner，并在该步骤的 `env` 中添加 `NODE_EXTRA_CA_CERTS: /path/to/ca.pem`',
  'network.certificate-untrusted': '由 runner 不信任的机构签发',
  'network.certificate-self-signed': '是自签名证书，或由 runner 不信任的机构签发',
  'network.certificate-expired': '已过期',
  'network.certificate-expired-fix':
    '请检查 runner 的时钟；若时钟无误，须由该主机或其前置代理的运营方更新证书',
  'network.certificate-early': '尚未生效',
  'network.certificate-early-fix': '请检查 runner 的时钟',
  'network.certificate-host': '属于其他主机',
  'network.certificate-host-fix': '请检查地址是否正确，以及是否由代理或上网认证页代为响应',
  'network.certificate-refused': '不被 runner 接受',

  // A call without a usable answer.
  'network.unreachable': '无法连接 {host}（{reason}）',
  'network.no-response': '{host} 没有响应（{reason}）',
  'network.no-response-within': '{host} 未在 {limit}内响应',
  'network.http-status': 'HTTP 状态码 {status}',
  'network.not-an-answer': '返回内容不符合腾讯云 API 的格式',
  'network.missing-field': '返回内容中没有 {field}',

  // What a proxy says.
  'network.proxy-unreachable': '无法连接代理 {host}（{code}）',
  'network.proxy-without-tls': '代理 {host} 不支持 TLS（{code}）',
  'network.proxy-forbidden': '代理 {host} 不允许此连接（HTTP {status}）',
  'network.proxy-refused': '代理 {host} 拒绝建立连接（HTTP {status}）',
  'network.proxy-other-log-in': '代理 {host} 不支持 Basic 认证（HTTP {status}）',
  'network.proxy-wrong-log-in': '代理 {host} 拒绝了用户名和密码（HTTP {status}）',
  'network.proxy-no-log-in': '代理 {host} 需要用户名和密码（HTTP {status}）',

  // Addresses in COS.
  'network.cos-endpoint-invalid': '`cos-endpoint` 不是有效的 URL：{endpoint}',
  'network.cos-endpoint-insecure': '`cos-endpoint` 必须以 https:// 开头：{endpoint}',
  'network.cos-endpoint-extra': '`cos-endpoint` 只能包含主机和路径，不能包含用户名、查询参数或片段',
  'network.cos-endpoint-encoding': '`cos-endpoint` 的路径百分号编码有误：{endpoint}',
  'network.cos-bucket-invalid': '“{bucket}”不是有效的 COS 存储桶名称',
  'network.cos-region-invalid': '“{region}”不是有效的 COS 地域',
  'network.cos-key-invalid': 'COS 对象“{key}”无法用 URL 访问',
};
