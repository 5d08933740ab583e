import type { Catalogue } from '../template.ts';

/** What GitHub gives and refuses: tokens, Deployments, artifacts, command files. */
export const GITHUB = {
  'github.html-page': 'an HTML page',
  'github.html-page-titled': 'an HTML page: "{title}"',

  'github.not-recorded': 'GitHub Deployment not recorded',
  'github.http-status': 'HTTP {status}: {said}',
  'github.deploys-nothing': '`{operation}` deploys nothing.',
  'github.revert-needs-id':
    'After `tem-revert`, the commit of this run is not what serves. Add `github-deployment-id` to end the record that the rollout began.',
  'github.deployment-continues': 'The deployment itself continues.',
  'github.deploying': 'deployment in progress',
  'github.set-after-job': 'set after the job',
  'github.job-cancelled': 'the job was cancelled',
  'github.api-returned': "GitHub's API returned {page}",
  'github.no-deployment-id': "GitHub's API returned no ID",
  'github.check-way':
    "check the proxies and firewalls between the runner and GitHub's API: one of them answered instead",
  'github.check-allow-list':
    "ask an organization owner to add the runner's address to the IP allow list, or use a runner that is on it",
  'github.authorize-sso': 'authorize `github-token` for the organization (Configure SSO)',
  'github.unarchive':
    'unarchive the repository, or remove `github-environment`: an archived repository accepts no Deployments',
  'github.rate-limited':
    'run fewer jobs at once, or use another `github-token`: GitHub rate-limits this one',
  'github.rate-limited-until':
    'run fewer jobs at once, or use another `github-token`: GitHub rate-limits this one until {time} UTC',
  'github.check-token': 'check `github-token`: it is invalid or has expired',
  'github.grant-deployments':
    'grant the job `permissions: deployments: write` (and `contents: read`, to check out)',
  'github.check-deployment':
    'check `github-deployment-id`, and that `github-token` can access this repository',
  'github.check-environment': 'check `github-environment`, and that the commit exists on GitHub',

  'github.id-token-permission': 'the job is not allowed to request a GitHub ID token',
  'github.id-token-fork': 'GitHub issues no ID tokens to pull requests from forks',
  'github.id-token-refused': 'GitHub refused to issue an ID token (HTTP {status})',
  'github.id-token-unavailable': "GitHub's OIDC service issued no ID token",
  'github.id-token-unavailable-status': "GitHub's OIDC service issued no ID token (HTTP {status})",
  'github.grant-id-token': 'grant the job (or the workflow) this permission:',
  'github.check-id-token': 'check that the job has this permission:',
  'github.needs-id-token': 'The job then needs this permission:',
  'github.caller-needs-it': 'For a reusable workflow, the calling job needs it, too.',
  'github.deploy-after-merge':
    'deploy after the merge (`on: push`), or from a branch of this repository',
  'github.allow-host': 'rerun the job; a self-hosted runner needs network access to `{host}`',
  'github.through-proxy':
    'The request goes through the proxy {proxy} (`HTTPS_PROXY`, `HTTP_PROXY`).',
  'github.remark-id-token': 'The job needs `permissions: id-token: write`',

  'github.no-artifact-service': 'No artifact service is available.',
  'github.no-artifact-id': 'the artifact service returned no ID',
  'github.artifact-no-json':
    "GitHub's artifact service did not return JSON: a proxy or firewall may have answered instead",
  'github.change-artifact-name':
    'Change `artifact-name`, or set `artifact-overwrite: true`: a run can use each name only once.',
  'github.free-artifact-storage':
    "Free the account's storage (Settings, Billing): delete artifacts, or keep them for fewer days (`artifact-retention-days`).",
  'github.check-artifact-access':
    'Check that the job may write artifacts, and that no proxy blocks the request: GitHub refused it.',
  'github.allow-artifact-hosts':
    "Allow the runner to reach GitHub's artifact storage (`*.actions.githubusercontent.com`, `*.blob.core.windows.net`), and rerun the job.",
  'github.rerun-for-artifact': "Rerun the job: GitHub's artifact service failed.",
  'github.check-artifact-inputs':
    'Check `artifact-name` and `artifact-retention-days`, and rerun the job.',

  'github.file-unwritable': 'cannot write {variable}, so the result of the step would be lost',
  'github.run-as-user':
    "run the job's container as a user that can write the runner's files: `{container}` (or `--user 1001`, the user of GitHub-hosted runners)",
  'github.free-runner-temp':
    "let the runner's user write to its folder `_temp`, and free disk space; with `docker run`, mount that folder and run as the same user",
  'github.nothing-changed': 'Nothing was changed.',
  'github.summary-not-written': 'Job summary not written',
  'github.summary-unwritable': 'Cannot write the job summary: {why}',
  'github.summary-cut': 'The rest is omitted: GitHub limits a summary to 1 MiB.',
  'github.outputs-not-set': 'Outputs not set',
  'github.outputs-lost':
    'Cannot write `GITHUB_OUTPUT`: {why}. These outputs are missing in later steps:',
  'github.state-not-saved': 'State not saved',
  'github.state-lost':
    'Cannot write `GITHUB_STATE`: {why}. The post step cannot finish what this step leaves unfinished.',
  'github.artifact-proxy':
    'Put the user name and password of the proxy into `HTTPS_PROXY` and `HTTP_PROXY`: http://USER:PASSWORD@HOST:PORT, special characters as %XX.',
} as const satisfies Catalogue;
