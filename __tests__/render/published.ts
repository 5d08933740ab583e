const LOCAL_ENDPOINT =
  /^.*\b(?:cos-)?endpoint: "?https?:\/\/(?:127\.0\.0\.1|localhost)\b.*(?:\n|$)/gm;
const SIGNED_URL = /https?:\/\/[^\s"]*[?&]q-sign-algorithm=[^\s"]*/g;

const LOCAL_ADDRESS = /(?:https?:\/\/)?(?:127\.0\.0\.1|localhost)(?::\d+)?/g;

/**
 * What the action wrote, as a user of the real cloud sees it: without the input that leads to the
 * simulator, without its address, and with no signed URL.
 */
export function published(text: string): string {
  return text
    .replace(LOCAL_ENDPOINT, '')
    .replace(SIGNED_URL, '(signed URL)')
    .replace(LOCAL_ADDRESS, 'tencentcloudapi.com');
}
