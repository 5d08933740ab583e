import { win32 } from 'node:path';

/** Device names that Windows reserves in every folder, with any extension. */
const WINDOWS_DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])\s*(\.|:|$)/i;

/** NTFS and ReFS allow 255 UTF-16 units. */
const MAX_WINDOWS_NAME = 255;

/**
 * Returns the first segment of a path that Windows would interpret differently: a device, a name
 * with a trailing dot or blank, which Windows drops, or a stream of a file (`a.zip:b`). Also a name
 * that is too long or has a forbidden character, because Node's recursive `mkdir` never ends for it
 * there. At the start of the path, `C:` is a drive.
 */
export function findNameWindowsRefuses(path: string): string | undefined {
  const names = path.slice(win32.parse(path).root.length).split(/[\\/]/);
  return names.find(
    (name) =>
      name.length > MAX_WINDOWS_NAME ||
      WINDOWS_DEVICE.test(name) ||
      /[<>:"|?*]/.test(name) ||
      (/[. ]$/.test(name) && name !== '.' && name !== '..'),
  );
}

/** File systems allow 255 bytes; some allow a little less. */
const MAX_NAME_BYTES = 200;

/**
 * Converts the last segment of a path or key to a file name that is safe on every system: no
 * separators, control or invisible characters, device names or hidden files, and not too long.
 */
export function sanitizeFileName(key: string): string {
  const path = key.replace(/\/+$/, '');
  const plain = path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/[\p{C}\p{Zl}\p{Zp}<>:"\\|?*]/gu, '_')
    .replace(/^[\s.]+/, '');
  const name = shortenName(dropEnd(plain));
  return WINDOWS_DEVICE.test(name) ? `_${name}` : name || 'download';
}

/** Removes the blanks and dots at the end, which Windows drops. */
function dropEnd(name: string): string {
  return name.replace(/[\s.]+$/, '');
}

/** Shortens a name that is too long before its extension, without splitting a character. */
function shortenName(name: string): string {
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? '';
  let stem = '';
  for (const character of name.slice(0, name.length - extension.length)) {
    if (Buffer.byteLength(stem + character + extension) > MAX_NAME_BYTES) break;
    stem += character;
  }
  return dropEnd(stem + extension);
}
