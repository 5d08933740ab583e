/** Names of devices that Windows finds in every folder, whatever their extension. */
const WINDOWS_DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** File systems take 255 bytes; some leave a little less. */
const LONGEST_BYTES = 200;

/**
 * The last segment of a path or key as a file name that is harmless on every system: no separators,
 * no control or invisible characters, no device names, no hidden files, not too long.
 */
export function safeFileName(key: string): string {
  const path = key.replace(/\/+$/, '');
  const plain = path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/[\p{C}\p{Zl}\p{Zp}<>:"\\|?*]/gu, '_')
    .replace(/^[\s.]+/, '')
    .replace(/[\s.]+$/, '');
  const name = WINDOWS_DEVICE.test(plain) ? `_${plain}` : plain;
  return shortened(name) || 'download';
}

/** Cut before the extension, between characters. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= LONGEST_BYTES) return name;
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? '';
  let stem = '';
  for (const character of name.slice(0, name.length - extension.length)) {
    if (Buffer.byteLength(stem + character + extension) > LONGEST_BYTES) break;
    stem += character;
  }
  return stem + extension;
}
