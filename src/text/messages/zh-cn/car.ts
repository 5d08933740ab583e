import type { CAR } from '../en/car.ts';
import type { Template } from '../template.ts';

/** Versions of CAR. */
export const CAR_ZH: Readonly<Record<keyof typeof CAR, Template>> = {
  'car.stage-target': '目标',
  'car.stage-version': '版本',
  'car.stage-publish': '发布',
  'car.stage-delete': '删除',
  'car.stage-check': '检查',
  'car.stage-retry': '重试',
  'car.versions': '{count} 个版本',
  'car.versions-title': '版本列表',
  'car.in-use': '使用中：{version}',
  'car.none-in-use': '没有使用中的版本',
  'car.event-version': '版本',
  'car.no-status': '无状态',

  'car.label-found': '查询结果',
  'car.label-check': '检查',
  'car.label-path': '路径',

  'car.waiting-for-file': '{version} 等待上传文件 {file}',
  'car.being-prepared': '{version} 正在准备',
  'car.ready': '{version} 已就绪，可以发布',
  'car.published-elsewhere': '{version} 已在使用中（由本步骤以外的操作发布）',
  'car.replaced-elsewhere': '{version} 已就绪；本步骤以外的操作发布过该版本，之后又发布了其他版本',
  'car.already-in-use': '{version} 已在使用中',
  'car.publication-started': '已开始发布 {version}',
  'car.now-in-use': '{application} 当前使用 {version}',
  'car.now-in-use-previously': '{application} 当前使用 {version}（此前为 {previous}）',
  'car.publish-later': '稍后发布该版本：`car-set-online`',

  'car.refused-checking': 'CAR 拒绝创建版本（{code}），正在检查',
  'car.create-unclear': '无法确认版本是否已创建（{reason}），正在检查',
  'car.change-unclear': '无法确认变更是否生效（{reason}），正在检查',
  'car.sending-again': '{version} 未发生变化，重新发送请求',
  'car.goal-create': '创建版本',
  'car.goal-publish': '发布 {version}',
  'car.goal-delete': '删除 {version}',
  'car.create-unknown': '无法确认版本是否已创建',
  'car.publish-unknown': '无法确认是否已开始发布 {version}',
  'car.delete-unknown': '无法确认是否已开始删除 {version}',
  'car.found-several': '以下版本都可能由本步骤创建：',
  'car.found-others': '有以下新版本，但无法确认是否由本步骤创建：',
  'car.found-none': '30 秒后仍没有新版本。',
  'car.found-no-list': '未能查询到版本列表。',
  'car.found-absent': '版本列表中没有 {version}。',
  'car.rerun-checks': '请重新运行 job：做任何变更前都会先检查。',
  'car.perhaps-created': '版本可能已创建',
  'car.perhaps-created-warning':
    'job 被取消时，CAR 尚未确认 {file} 的新版本已创建。如果该版本已存在，将无法再创建其他版本：请设置 `pending-version: delete` 后重新运行 job。',

  'car.without-file': '版本没有文件',
  'car.without-file-warning':
    '{version} 已创建但没有文件，因此无法再创建其他版本。请设置 `pending-version: delete` 后重新运行 job。',
  'car.no-upload-path': 'CAR 未返回 {version} 的上传路径',
  'car.path-of-other': '{path} 属于其他版本。',
  'car.run-one-job': '请一次只运行一个 job（`concurrency`），然后重新运行本 job。',

  'car.not-ready': '等待 {duration}后，版本 {version} 仍为 {status}（`timeout`）',
  'car.still-unknown': '等待 {duration}后，版本 {version} 的状态仍未知（`timeout`）',
  'car.leftover-without-file':
    '该版本还没有文件。如果没有正在进行的上传，请将其删除：运行 `car-create-version` 并设置 `pending-version: delete`。',
  'car.keep-waiting': '继续等待并发布该版本',

  'car.not-found': '应用没有版本 {version}',
  'car.existing-versions': '现有版本：',
  'car.no-versions': '该应用没有版本。',
  'car.check-version-id': '请检查 `application-version-id`，它是 `car-create-version` 的输出。',
  'car.gone': '版本 {version} 已不存在',
  'car.gone-fix': '该版本已被本步骤以外的操作删除：请发布其他版本，或创建新版本。',
  'car.superseded': '最终发布的是 {other}，而不是 {version}',
  'car.superseded-by-unknown': '最终发布的是其他版本，而不是 {version}',
  'car.publish-again': '如不符合预期，请重新发布该版本',
  'car.not-publishable': '版本 {version} 无法发布',
  'car.deleting-fix': '该版本正在删除：请发布其他版本，或创建新版本。',
  'car.create-failed-fix':
    '请在 CAR 控制台查看原因，常见原因是压缩包损坏，或其中没有启动路径对应的文件。然后运行 `car-create-version` 并设置 `pending-version: delete`。',

  'car.checking-untouched': '正在检查是否有其他 job 在处理 {version}',
  'car.deletion-skipped': '版本已被本步骤以外的操作变更，因此保留 {version}',
  'car.waiting-for-deletion': '等待删除完成：{versions}',
  'car.deletion-timed-out': '等待版本删除超时',
  'car.deletion-in-progress': '{version}：仍在删除中。',
  'car.deletion-not-shown': '{version}：CAR 已接受删除请求，但状态尚未更新。',
  'car.rerun-waits-for-deletion': '请重新运行 job：步骤会等待删除完成。',

  'car.blocked-by-unpublished': '存在未发布的版本，无法创建新版本',
  'car.publish-unpublished':
    '请发布该版本：运行 `car-set-online`，并填写该版本的 `application-version-id`。',
  'car.delete-unpublished': '或由本步骤将其删除：设置 `pending-version: delete`。',
  'car.blocked-by-other-job': '其他 job 正在创建或变更版本，因此不删除该版本',
  'car.run-after-published':
    '请一次只运行一个 job（`concurrency`），待该版本发布后重新运行本 job。',
  'car.status-unknown': '有版本的状态无法识别：删除其他版本不一定有效，因此未删除任何版本',
  'car.age-unknown': '无法确定最旧的版本，未删除任何版本',
  'car.create-time': '{version} 的 CreateTime 为“{time}”',
  'car.delete-in-console': '请在 CAR 控制台删除一个版本，然后重新运行 job。',
  'car.limit-reached': '应用已有 {max} 个版本，达到上限',
  'car.delete-oldest':
    '由本步骤删除最旧的（曾经使用过的）版本：设置 `version-limit: delete-oldest`。',
  'car.delete-unneeded': '请在 CAR 控制台删除不再需要的版本。',

  'car.file-type': 'CAR 不支持 {file} 的文件类型',
  'car.file-type-fix': '请使用 .zip、.rar、.7z 压缩包，或 .apk、.xapk 安装包。',
  'car.file-type-mismatch': '{path} 不是 {type} 文件，但 `application-file-name` 以 {type} 结尾',
  'car.file-type-mismatch-fix': '请删除 `application-file-name`，或将其扩展名改为 {type}。',
  'car.input-file-type': '的值为 `{value}`，CAR 不支持该文件类型',
  'car.input-file-type-fix': '请使用 .zip、.rar、.7z 压缩包，或 .apk、.xapk 安装包',
  'car.input-regions': '含有无效的地域：`{regions}`',
  'car.input-regions-fix': '请使用 `ap-chinese-mainland` 这样的名称，每行一个或用逗号分隔',
  'car.input-file-missing': '未填写',
  'car.input-file-missing-fix':
    '请添加 `package-file: build/game.zip`（或添加 `application-file-name`，只创建版本、不上传文件）',
  'car.input-online-without-wait': '的值为 `true`，但 `wait` 为 `false`',
  'car.input-online-without-file': '的值为 `true`，但未填写 `package-file`',
  'car.input-online-fix': '请删除 `set-online: true`（之后可用 `car-set-online` 发布该版本）',
};
