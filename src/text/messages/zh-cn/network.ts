import type { NETWORK } from '../en/network.ts';
import type { Template } from '../template.ts';

/** Connections, proxies, certificates and credentials. */
export const NETWORK_ZH: Readonly<Record<keyof typeof NETWORK, Template>> = {
  'network.stage-credentials': '凭证',
  'network.credentials-inputs': '输入参数中的密钥',
  'network.credentials-environment': '环境变量中的密钥',
  'network.credentials-temporary-inputs': '输入参数中的临时密钥',
  'network.credentials-temporary-environment': '环境变量中的临时密钥',
  'network.credentials-oidc': 'OIDC（{provider}）',
  'network.credentials-role': '角色 {role}，通过 {source}',
  'network.credentials-role-through': '角色 {role}，经由 {before}，通过 {source}',
  'network.credentials-valid-until': '{credentials}，有效期至 {time} UTC',
  'network.credentials-assumed': '已扮演角色 {role}',
  'network.credentials-remark-temporary': '临时密钥来自环境变量：请在前面的步骤中重新获取。',
  'network.credentials-missing-after-job': '{application} 的 {revision} 未回滚：缺少凭证',
  'network.credentials-missing-after-job-new': '{application} 刚启动的发布未回滚：缺少凭证',
  'network.credentials-missing-after-job-why':
    'post 步骤没有凭证：在嵌套的 composite action 中，它收到的输入参数不同。请在 job 的 `env` 中设置密钥。',
  'network.stage-retry': '重试',
  'network.call-failing': '{action} 失败，正在重试：{why}',
  'network.call-retrying': '{action} 失败（{why}），{pause} ms 后重试',
};
