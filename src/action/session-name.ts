const LONGEST = 128;
const NOT_ALLOWED = /[^\w+=,.@-]/g;

/** What a role session may be called. Source: STS, RoleSessionName. */
export const SESSION_NAME = /^[\w+=,.@-]{2,128}$/;

/**
 * The name under which the cloud's audit log shows what this run did: `octo-org.shop@77`, repository
 * and run. A name too long loses the end of the repository, never the run.
 */
export function sessionName(env: NodeJS.ProcessEnv): string {
  const repository = (env.GITHUB_REPOSITORY ?? '').replaceAll('/', '.').replace(NOT_ALLOWED, '-');
  const run = (env.GITHUB_RUN_ID ?? '').replace(/\D/g, '');
  const end = run === '' ? '' : `@${run}`;
  return `${(repository || 'tencent-cloud-deploy').slice(0, LONGEST - end.length)}${end}`.padEnd(
    2,
    '-',
  );
}
