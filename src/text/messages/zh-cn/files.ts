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
  'files.save-label-why': '原因',
  'files.save-label-file': '文件',
  'files.save-input-no-wait': '的值为 `false`，但下载需要等待',
  'files.save-input-no-wait-fix':
    '请删除 `wait: false`（或删除 `download-path` 和 `artifact-name`）',
};
