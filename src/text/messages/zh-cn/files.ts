import type { FILES } from '../en/files.ts';
import type { Template } from '../template.ts';

/** Uploads, downloads and the files of the runner. */
export const FILES_ZH: Readonly<Record<keyof typeof FILES, Template>> = {
  'files.crc64-differs': '{what} 的 CRC-64 在本地为 {ours}，在 COS 中为 {answered}',
  'files.stage-package': '程序包',
  'files.verified': '已校验',
  'files.not-verified': '未校验',

  'files.upload-event': '上传',
  'files.upload-rate': '耗时 {duration}（{speed}/s）',
  'files.upload-restarting': '重新上传',
  'files.upload-other-keys': '密钥已过期，新密钥对应 {key}',
  'files.upload-keys-expired': '上传完成前 {key} 的密钥已过期，新密钥对应其他路径',
  'files.upload-unfinished': '上传未完成',
  'files.upload-unfinished-warning':
    '{bucket} 中可能残留 {key} 的分块，将由存储桶的生命周期规则清理。',

  'files.save-stage': '下载',
  'files.save-event': '下载',
  'files.save-duration': '{size}，耗时 {duration}',
  'files.save-mismatch': '哈希值不一致',
  'files.save-mismatch-title': '哈希值不一致',
  'files.save-mismatch-warning':
    '{path} 的 SHA-256 为 {actual}，应为 {expected}（`digest-mismatch: warn`）。',
  'files.save-artifact-stage': 'Artifact',
  'files.save-no-artifact': '未上传 artifact',
  'files.save-no-artifact-warning': '文件保留在 {path}。{reason}',
  'files.save-artifact-failed': 'artifact 上传失败',
  'files.save-label-file': '文件',
  'files.save-input-no-wait': '的值为 `false`，但下载需要等待',
  'files.save-input-no-wait-fix':
    '请删除 `wait: false`（或删除 `download-path` 和 `artifact-name`）',

  // The file of the input package-file.
  'files.count': '{count} 个文件',
  'files.package-none': '没有文件与 `package-file: {patterns}` 匹配',
  'files.package-none-readable': '没有文件与 `package-file: {patterns}` 匹配，且 {path} 无法读取',
  'files.package-none-left': '与 `package-file: {patterns}` 匹配的文件均已被排除',
  'files.package-several': '有 {count} 个文件与 `package-file: {patterns}` 匹配',
  'files.package-empty': '程序包 {path} 是空文件',
  'files.package-unreadable': '无法读取 `package-file` 指定的 {path}（{code}）',
  'files.unreadable': '无法读取 {path}（{code}）',
  'files.label-excluded': '已排除',
  'files.label-searched': '查找位置',
  'files.change-excludes': '请修改以 `!` 开头的行',
  'files.choose-package':
    '请使用只匹配其中一个文件的通配模式，或排除其他文件，每行一个：{patterns}',
  'files.build-package':
    '请在前面的步骤中构建程序包，或用 `actions/download-artifact` 下载：每个 job 的工作区起初都是空的',
  'files.allow-reading':
    '请让 job 的用户有权读取：容器以 root 身份创建的文件属于 root（可使用 `sudo chown`，或让两者使用同一用户）',

  // Paths.
  'files.write-home-out':
    '请写出主目录的完整路径，或使用工作区内的目录：`{input}` 不经过 shell，其中的 `~` 不会展开',
  'files.write-variable-out':
    '请使用相对于工作区的路径，或 `{expression}` 这样的表达式：`{input}` 不经过 shell，`{variable}` 不会展开',
  'files.write-quotes-out': '请去掉引号：`{input}: {path}`',
  'files.use-path-inside':
    '请使用 `{input}: {path}`：在 job 的容器中，工作区是 {workspace}，而不是 `github.workspace` 的值',
  'files.begin-in-workspace':
    '路径请以 {workspace} 开头：在 job 的容器中，这才是工作区，而不是 `github.workspace` 的值',
  'files.use-workspace': '请使用工作区内的文件或目录，例如 `download-path: build/`',
  'files.path-control-character': '`download-path: {path}` 含有控制字符',
  'files.path-for-shell': '`download-path: {path}` 以 `{start}` 开头，只有 shell 才会展开它',
  'files.path-windows-name': '`download-path: {path}` 含有 Windows 不允许的名称“{name}”',
  'files.path-outside': '`download-path: {path}` 指向工作区和 `RUNNER_TEMP` 之外',
  'files.path-is-folder': '`download-path: {path}` 会覆盖目录 {folder}',
  'files.path-no-file': '`download-path: {path}` 已存在，但不是普通文件',
  'files.path-broken-link': '`download-path: {path}` 经过失效的链接：{link}',
  'files.path-no-root': '`download-path: {path}` 指向不存在的 {root}',

  // What is transferred.
  'files.object': '对象',
  'files.part': '分块 {number}',
  'files.changed': '{path} 在上传过程中发生了变化',
  'files.changed-fix': '请在文件写入完成后再上传',
  'files.unwritable': '无法写入 {path}：{reason}',
  'files.digest-differs': '下载的文件 SHA-256 为 {actual}，应为 {expected}',
  'files.download-cut': '下载 {name} 时连接中断',
  'files.download-cut-by': '下载 {name} 时连接中断（{code}）',
  'files.download-short': '下载 {name} 时连接中断：共 {total} 字节，只收到 {bytes} 字节',
  'files.download-changed': '{name} 在下载过程中发生了变化',
  'files.download-without-length': '{name} 的响应中既没有长度，也没有校验值',
  'files.download-without-validator': '{name} 的响应中没有 ETag、日期或校验值',
  'files.download-damaged': '{name} 已损坏：内容与 `Content-Encoding` 不符',
  'files.encoding-unknown': '无法解码下载的内容：其编码为 {codings}',
  'files.too-many-redirects': '{url} 的跳转超过 {max} 次',
  'files.url-invalid': '下载链接不是有效的 URL',
  'files.url-insecure': '下载链接未使用 https：{url}',
  'files.redirect-insecure': '{from} 跳转到未使用 https 的 URL：{url}',

  // What the system says of a file, and the fix.
  'files.system-no-permission': 'job 的用户没有权限',
  'files.system-not-permitted': '系统不允许此操作',
  'files.system-in-use': '文件正被其他程序使用',
  'files.system-quota': '磁盘配额已用完',
  'files.system-exists': '已存在同名的文件或目录',
  'files.system-too-large': '文件大小超出文件系统或限制（`ulimit -f`）允许的上限',
  'files.system-disk-failed': '磁盘出错',
  'files.system-is-folder': '它是一个目录',
  'files.system-link-loop': '链接形成了循环',
  'files.system-many-open': '打开的文件过多',
  'files.system-name-too-long': '名称超出文件系统允许的长度',
  'files.system-missing': '文件或目录不存在',
  'files.system-disk-full': '磁盘已满',
  'files.system-no-folder': '路径中有一部分是文件，而不是目录',
  'files.system-read-only': '文件系统为只读',
  'files.system-running': '该文件是正在运行的程序',
  'files.fix-permission':
    '请使用 job 的用户有权写入的目录；容器以 root 身份创建的文件属于 root（可使用 `sudo chown`，或让两者使用同一用户）',
  'files.fix-in-use': '请停止正在使用该文件的程序，或换一个名称',
  'files.fix-quota': '请删除 job 不再需要的文件，或使用其他磁盘',
  'files.fix-exists': '请换一个名称，或在前面的步骤中将其删除',
  'files.fix-too-large': '请提高上限（`ulimit -f`），或使用其他文件系统：FAT 单个文件最大 4 GiB',
  'files.fix-disk-failed': '请在其他机器上运行 job',
  'files.fix-is-folder': '请换一个名称，或在前面的步骤中删除该目录',
  'files.fix-link-loop': '请使用不含链接的路径',
  'files.fix-name-too-long': '请使用更短的名称',
  'files.fix-disk-full': '请在前面的步骤中删除 job 不再需要的文件，或使用更大的磁盘',
  'files.fix-no-folder': '请换一个路径，或删除占用目录位置的文件',
  'files.fix-read-only': '请使用未以只读方式挂载的目录',
};
