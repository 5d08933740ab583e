import type { GITHUB } from '../en/github.ts';
import type { Template } from '../template.ts';

/** What GitHub gives and refuses: tokens, Deployments, artifacts, command files. */
export const GITHUB_ZH: Readonly<Record<keyof typeof GITHUB, Template>> = {
  'github.html-page': '一个 HTML 页面',
  'github.html-page-titled': '一个 HTML 页面：“{title}”',

  'github.not-recorded': '未能记录 GitHub Deployment',
  'github.http-status': 'HTTP {status}：{said}',
  'github.deploys-nothing': '`{operation}` 不会部署任何内容。',
  'github.revert-needs-id':
    '执行 `tem-revert` 后，线上运行的不再是本次运行对应的提交。请填写 `github-deployment-id`，以结束发布开始时创建的 GitHub Deployment。',
  'github.deployment-continues': '部署本身不受影响，仍在继续。',
  'github.deploying': '正在部署',
  'github.set-after-job': '在 job 结束后设置',
  'github.job-cancelled': 'job 已取消',
  'github.api-returned': 'GitHub API 返回了{page}',
  'github.no-deployment-id': 'GitHub API 未返回 ID',
  'github.check-way':
    '请检查 runner 与 GitHub API 之间的代理和防火墙：返回响应的是其中之一，而不是 GitHub',
  'github.check-allow-list':
    '请组织所有者将 runner 的地址加入 IP 允许列表，或改用已在列表中的 runner',
  'github.authorize-sso': '请为该组织授权 `github-token`（Configure SSO）',
  'github.unarchive': '请取消仓库归档，或去掉 `github-environment`：已归档的仓库不接受 Deployment',
  'github.rate-limited':
    '请减少同时运行的 job，或换用其他 `github-token`：当前令牌已被 GitHub 限流',
  'github.rate-limited-until':
    '请减少同时运行的 job，或换用其他 `github-token`：当前令牌已被 GitHub 限流，{time} UTC 后恢复',
  'github.check-token': '请检查 `github-token`：令牌无效或已过期',
  'github.grant-deployments':
    '请为 job 授予 `permissions: deployments: write`（检出代码还需要 `contents: read`）',
  'github.check-deployment': '请检查 `github-deployment-id`，并确认 `github-token` 可以访问本仓库',
  'github.check-environment': '请检查 `github-environment`，并确认该提交在 GitHub 上存在',

  'github.id-token-permission': '当前 job 无权获取 GitHub ID 令牌',
  'github.id-token-fork': 'GitHub 不向来自 fork 的 PR 签发 ID 令牌',
  'github.id-token-refused': 'GitHub 拒绝签发 ID 令牌（HTTP {status}）',
  'github.id-token-unavailable': 'GitHub 的 OIDC 服务未签发 ID 令牌',
  'github.id-token-unavailable-status': 'GitHub 的 OIDC 服务未签发 ID 令牌（HTTP {status}）',
  'github.grant-id-token': '请为 job（或工作流）授予以下权限：',
  'github.check-id-token': '请确认 job 具有以下权限：',
  'github.needs-id-token': '此时 job 需要以下权限：',
  'github.caller-needs-it': '使用可重用工作流时，调用方 job 也需要该权限。',
  'github.deploy-after-merge': '请在合并后部署（`on: push`），或从本仓库的分支部署',
  'github.allow-host': '请重新运行 job；自托管 runner 需要能够访问 `{host}`',
  'github.through-proxy': '请求经过代理 {proxy}（`HTTPS_PROXY`、`HTTP_PROXY`）。',
  'github.remark-id-token': 'job 需要 `permissions: id-token: write`',

  'github.no-artifact-service': '没有可用的 artifact 服务。',
  'github.no-artifact-id': 'artifact 服务未返回 ID',
  'github.artifact-no-json': 'artifact 服务返回的不是 JSON，可能由代理或防火墙代为应答',
  'github.change-artifact-name':
    '请修改 `artifact-name`，或设置 `artifact-overwrite: true`：同一名称在一次运行中只能使用一次。',
  'github.free-artifact-storage':
    '请释放账号的存储空间（Settings、Billing）：删除 artifact，或缩短保留天数（`artifact-retention-days`）。',
  'github.check-artifact-access':
    '请确认 job 有权写入 artifact，且没有代理拦截请求：GitHub 拒绝了该请求。',
  'github.allow-artifact-hosts':
    '请允许 runner 访问 GitHub 的 artifact 存储（`*.actions.githubusercontent.com`、`*.blob.core.windows.net`），然后重新运行 job。',
  'github.rerun-for-artifact': '请重新运行 job：GitHub 的 artifact 服务出错。',
  'github.check-artifact-inputs':
    '请检查 `artifact-name` 和 `artifact-retention-days`，然后重新运行 job。',

  'github.file-unwritable': '无法写入 {variable}，步骤的结果会丢失',
  'github.run-as-user':
    '请让 job 的容器以能够写入 runner 文件的用户运行：`{container}`（或 `--user 1001`，即 GitHub 托管 runner 的用户）',
  'github.free-runner-temp':
    '请让 runner 的用户能够写入其目录 `_temp`，并释放磁盘空间；使用 `docker run` 时，请挂载该目录并以同一用户运行',
  'github.nothing-changed': '未做任何变更。',
  'github.summary-not-written': '未能写入 job 摘要',
  'github.summary-unwritable': '无法写入 job 摘要：{why}',
  'github.summary-cut': '其余内容已省略：GitHub 限制摘要不超过 1 MiB。',
  'github.outputs-not-set': '未能设置输出',
  'github.outputs-lost': '无法写入 `GITHUB_OUTPUT`：{why}。后续步骤读不到以下输出：',
  'github.state-not-saved': '未能保存状态',
  'github.state-lost':
    '无法写入 `GITHUB_STATE`：{why}。本步骤未完成的操作，post 步骤将无法继续处理。',
  'github.artifact-proxy':
    '请在 `HTTPS_PROXY` 和 `HTTP_PROXY` 中写入代理的用户名和密码：http://USER:PASSWORD@HOST:PORT，特殊字符写作 %XX。',
};
