import type { DATA } from '../en/data.ts';
import type { Template } from '../template.ts';

/** Code of SCF functions, results of DLC queries, packages of TEM. */
export const DATA_ZH: Readonly<Record<keyof typeof DATA, Template>> = {
  'data.stage-target': '目标',
  'data.stage-download': '下载',

  'data.namespace': '命名空间 {namespace}',
  'data.deploying': '部署中',
  'data.code-ready': '{function} 的代码包已可下载',
  'data.no-code-url': 'SCF 未返回 {function} 的代码包下载链接',
  'data.image-function': '以镜像部署的函数没有代码包。',
  'data.function-deploying': '等待 {duration}后，{function} 仍在部署中（`timeout`）',
  'data.not-verified': '未校验',
  'data.no-code-sha256': 'SCF 未返回代码包的 SHA-256，无法校验下载的文件。',

  'data.task': '任务 {task}',
  'data.download': '下载任务 {download}',
  'data.event-result': '结果',
  'data.result-ready': '下载任务 {download} 的文件已可下载',
  'data.result-being-generated': '下载任务 {download} 正在生成文件',
  'data.fetch-later': '等待文件生成并下载：`dlc-result-download`',
  'data.start-unclear': '无法确认下载任务是否已创建（{reason}），重新发送请求',
  'data.start-unknown': '无法确认下载任务是否已创建',
  'data.rerun': '请重新运行 job：未返回 ID 的下载任务无法查询，但不会造成影响。',
  'data.result-failed': 'DLC 未能生成结果文件：{status}',
  'data.generate-again': '重新生成：设置 `force: true`。',
  'data.generate-again-by-task':
    '重新生成：设置 `force: true`，并用 `task-id` 代替 `download-id`。',
  'data.result-not-ready': '等待 {duration}后，查询结果仍未就绪（`timeout`）：{status}',
  'data.result-without-status': '等待 {duration}后，查询结果仍未就绪（`timeout`）：DLC 未返回状态',
  'data.keep-waiting': '继续等待：运行 `dlc-result-download` 并设置 `download-id: {download}`。',
  'data.path-unsupported': '查询结果保存在 {scheme} 路径下，无法下载',
  'data.path-without-scheme': '查询结果保存在没有协议前缀的路径下，无法下载',
  'data.only-cos': '只能下载保存在你自己的 COS 存储桶（`cosn://…`）中的结果。',
  'data.set-cos-bucket': '请在 DLC 控制台将查询结果路径设置为 COS 存储桶。',
  'data.result-without-keys': 'DLC 未返回下载任务 {download} 的临时密钥，本步骤无法下载',
  'data.use-own-keys': '请使用你自己的密钥下载：文件位置见输出 `download-uri`。',

  'data.input-task-missing': '未填写',
  'data.input-task-missing-fix':
    '请添加 `task-id: …`（或 `download-id`，即创建下载任务的步骤的输出）',
  'data.input-two-sources': '不能与 `task-id` 同时填写',
  'data.input-two-sources-fix':
    '请删除 `task-id`（或删除 `download-id`，它用于等待之前创建的下载任务）',
  'data.input-force': '的值为 `true`，但填写了 `download-id`',
  'data.input-force-fix': '请用 `task-id: …` 代替 `download-id`：重新生成文件需要任务 ID',
  'data.input-no-wait': '的值为 `false`，但填写了 `download-id`',
  'data.input-no-wait-fix': '请删除 `wait: false`（`download-id` 用于等待之前创建的下载任务）',

  'data.package-ready': '{package} {version} 已可下载，见输出 `download-url`',
  'data.no-package-url': 'TEM 未返回下载链接',
  'data.check-package': '请检查 `package-name` 和 `deploy-version`：程序包可能不存在。',
  'data.no-url-title': '没有下载链接',
  'data.rollout-unaffected': '不影响本次发布。{reason}',
  'data.package-not-downloaded': '{result}，但程序包未下载',
};
