import type { Catalogue } from '../template.ts';

/** What to do about errors of the API. */
export const HINT = {
  'hint.allow': 'allow `{permission}` for the caller in a CAM policy (docs/permissions.md)',
  'hint.allow-and-check-keys': '{allow}, and check the keys',
  'hint.later':
    'the error is on the side of Tencent Cloud: run the job again later; if it persists, give the RequestId to Tencent Cloud support',
  'hint.no-such-action':
    'remove `endpoint` if it is set (the default is tencentcloudapi.com); otherwise check `region`: the service does not offer this action there',
  'hint.account-overdue': 'settle the overdue balance of the account',
  'hint.account-balance': 'top up the account',
  'hint.fewer-jobs': 'run fewer jobs at once (`max-parallel`)',

  'hint.secret-id-format':
    '`secret-id` (or `TENCENTCLOUD_SECRET_ID`) must be the SecretId of an API key (AKID…)',
  'hint.secret-id-unknown':
    'check `secret-id` (or `TENCENTCLOUD_SECRET_ID`): the key does not exist, was deleted or disabled, or is unknown at this endpoint (tencentcloudapi.com serves both sites)',
  'hint.mfa': 'use a key that needs no MFA, or a role',
  'hint.clock':
    'correct the clock of the runner: it is more than 5 minutes off, and the response did not include the time',
  'hint.secret-key':
    'check `secret-key` (or `TENCENTCLOUD_SECRET_KEY`): it does not match the SecretId',
  'hint.token':
    'the session token is invalid or expired: get new temporary keys right before this step, or use `role-arn`, whose keys are renewed automatically',
  'hint.ip-blocked':
    'the IP address of the runner is blocked for this account: unblock it in CAM, or run the job on another runner',
  'hint.ip-not-allowed':
    "allow the IP address of the runner: addresses of GitHub's runners change, a self-hosted runner keeps its own",
  'hint.quota': 'request a higher quota, or free some of it',
  'hint.request-limit': 'run fewer jobs at once (`max-parallel`), or set a longer `poll-interval`',
  'hint.region':
    'check `region`: the service is not available there, or not at this endpoint (financial regions have their own hosts)',

  'hint.tem-version-refused':
    'check `deploy-version` and `package-name`: TEM refused to deploy this version, and nothing was started. If both are right, run the job again later',
  'hint.tem-service-role':
    'authorize TEM to create its service role in the TEM console, and allow the caller to use it',
  'hint.tem-apm': 'bind an APM instance to the environment in the TEM console, or turn tracing off',
  'hint.tem-version-format':
    '`deploy-version` may contain lowercase letters, digits, `.`, `_` and `-`, at most 128 characters; for an image it is only the tag',
  'hint.tem-env-name':
    'fix the names of the environment variables of the application: letters, digits, `.`, `_` and `-`, not starting with a digit',
  'hint.tem-mount-path':
    'change the mount path in the settings of the application: `/app` is reserved',
  'hint.tem-jdk':
    'choose a JDK version in the settings of the application: it runs a JAR or WAR package',
  'hint.tem-environment-account':
    'check `environment-id`: it belongs to another account than the keys',
  'hint.tem-application-account':
    'check `application-id`: it belongs to another account than the keys',
  'hint.tem-base-image':
    'choose another base image in the settings of the application: this one is not supported',
  'hint.tem-registry':
    'bind a service registry (ZooKeeper, Eureka or Consul) to the environment in the TEM console; this is not the image registry',
  'hint.tem-instance-limit':
    'the environment has no room for more instances: remove some, or request a higher quota',
  'hint.tem-ids': 'check `application-id` and `environment-id`',
  'hint.tem-version-length': '`deploy-version` may have at most 128 characters',
  'hint.tem-version-case': 'write `deploy-version` in lowercase',
  'hint.tem-never-deployed':
    'deploy the application once in the TEM console: it has no deployment method yet',
  'hint.tem-add-version': 'add `deploy-version`',
  'hint.tem-logset':
    'choose a logset and a topic in the log settings of the application, or turn log collection off',
  'hint.tem-add-environment': 'add `environment-id`',
  'hint.tem-add-package':
    'add `package-name`: the application runs a JAR or WAR package, not an image',
  'hint.tem-add-application': 'add `application-id`',
  'hint.tem-image-registry':
    'the image repository is still being set up: run the job again in a few minutes',
  'hint.tem-environment-locked': 'another operation holds the environment: run the job again later',
  'hint.tem-application-locked': 'another operation holds the application: run the job again later',
  'hint.tem-deploying': 'wait until the other rollout has ended: run `tem-wait` first',
  'hint.tem-offline':
    'check `application-id` and `region`; if both are right, start the application in the TEM console',
  'hint.tem-environment-missing': 'check `environment-id` and `region`',
  'hint.tem-application-missing': 'check `application-id`, `environment-id` and `region`',
  'hint.tem-nothing-runs':
    'no version of the application is running: start it in the TEM console first',
  'hint.tem-version-not-in-environment':
    'check `environment-id`: the version does not exist in this environment',
  'hint.tem-version-not-in-application':
    'check `application-id` and `environment-id`: the version does not exist there',
  'hint.tem-stopped': 'start the application in the TEM console first',
  'hint.tem-environment-pending':
    'the environment is still being set up: run the job again in a few minutes',
  'hint.tem-log-role': 'authorize TKE to write to CLS in the TEM console',

  'hint.car-busy':
    'another operation holds the application: run one job at a time (`concurrency`), or run it again later',
  'hint.car-inputs':
    'check `application-id`, `application-file-name`, `application-version-regions` and `application-version-update-mode`',
  'hint.car-failed':
    'see the message for what CAR could not do: check the application and its versions in the CAR console, and run the job again later',
  'hint.car-application': 'check `application-id`: the account has no such application',
  'hint.car-launch-path':
    'check the archive: it does not contain the launch path set for the application. Or no version is waiting for a file',
  'hint.car-timeout': 'CAR took too long: run the job again later',
  'hint.car-state': 'check the states of the versions in the CAR console',
  'hint.car-application-limit': 'delete an application in the CAR console',
  'hint.car-pending-version':
    'an unpublished version is in the way: publish it (`car-set-online`), or use `pending-version: delete`',
  'hint.car-version-limit':
    'delete a version in the CAR console, or use `version-limit: delete-oldest`',
  'hint.car-no-new-version':
    'check the application in the CAR console: in its present state it accepts no new version',
  'hint.car-version-in-use': 'a version in use cannot be deleted: publish another one first',
  'hint.car-no-upload-target': 'no version is waiting for a file: let this step create one',
  'hint.car-not-publishable':
    'check `application-version-id`: only a version that is ready, or was in use before, can be published',

  'hint.dlc-task':
    'check `task-id` (or `download-id`) and `region`; DLC keeps query results for a limited time',
  'hint.dlc-result-path': 'set a COS bucket as the query result path in the DLC console',
  'hint.dlc-failed':
    'see the message for what DLC could not do: check in the DLC console that the query succeeded and its result has not expired; otherwise run the job again later',
  'hint.dlc-data-permission': '{allow}, and grant it the data permission in the DLC console',
  'hint.dlc-user': 'add the caller as a user in the DLC console',
  'hint.dlc-format': 'use `format: CSV`',

  'hint.scf-function': 'check `function-name`, `namespace` and `region`: there is no such function',
  'hint.scf-version': 'check `qualifier`: the function has no such version or alias',
  'hint.scf-busy': 'the function is being deployed: use a longer `timeout`',
  'hint.scf-protected':
    'check `code-secret`: the code of the function is protected (or remove the protection in the SCF console)',
  'hint.scf-namespace': 'check `namespace` and `region`: there is no such namespace',
  'hint.scf-image':
    'check that the function runs a code package, not an image; if it does, run the job again later',
  'hint.scf-inputs': 'check `function-name`, `qualifier` and `namespace`',

  'hint.cos-incomplete': 'the file did not arrive complete: run the job again',
  'hint.cos-url-expired': 'the download URL is no longer valid: run the job again to get a new one',
  'hint.cos-url-refused':
    'the download URL is no longer valid: run the job again to get a new one; or the bucket policy does not allow the runner',
  'hint.cos-keys-refused':
    'COS refused the temporary keys that the service issued: run the job again; check that `cos-endpoint` leads to COS unchanged',
  'hint.cos-read':
    'allow `cos:GetObject` in the bucket policy, or set a result path that DLC can issue keys for',
  'hint.cos-write':
    'the temporary keys that the service issued may not write here: check `cos-endpoint`, that no other job uses the same path, and that the account is not in arrears',
  'hint.cos-arrears':
    'check in the console whether the account that owns the bucket is in arrears or blocked',
  'hint.cos-acceleration': 'enable global acceleration for the bucket, or remove `cos-endpoint`',
  'hint.cos-too-large':
    'use a smaller file: COS does not accept this size in one piece, and it refused parts',
  'hint.cos-archived': 'the file is archived: restore it in the COS console first',
  'hint.cos-name': 'rename the file: COS does not accept this name',
  'hint.cos-name-length': 'rename the file: its name is too long for COS',
  'hint.cos-method': 'check `cos-endpoint`: what answers there does not accept this request',
  'hint.cos-bucket':
    'check `cos-endpoint` and `region`: the bucket does not exist there, or was deleted after the file was made',
  'hint.cos-result-gone':
    'the result no longer exists: run the query again and use its new `task-id` (or let the lifecycle rules of the bucket keep results longer)',
  'hint.cos-file-gone': 'the file no longer exists: check the version that you asked for',
  'hint.cos-redirect': 'check `cos-endpoint`: it must lead to the region of the bucket',
  'hint.cos-clock': 'correct the clock of the runner: COS refuses signatures of another time',
  'hint.cos-signature':
    'check `cos-endpoint` and proxies in between: the request must reach COS exactly as it was signed',
  'hint.cos-slow':
    'the connection to the bucket is too slow: use a runner closer to it, set `cos-endpoint` to the acceleration domain of the bucket, or use a smaller file (docs/network.md)',

  'hint.sts-role-keys':
    'the keys that STS issued for the role were refused: run the job again; if `endpoint` is set, check that it belongs to the same site (China or international) as the account of the role',
  'hint.sts-duration': 'lower `role-duration-seconds`: the role allows less',
  'hint.sts-role-inputs': 'check `role-arn`, `role-session-name` and `role-external-id`',
  'hint.sts-oidc-inputs': 'check `oidc-provider-id`, `role-arn` and `role-session-name`',
  'hint.sts-role': 'check `role-arn`: the account has no such role',
  'hint.sts-trust-caller':
    '{allow}, and add the caller to the trust policy of the role (with `role-external-id`, if it requires one)',
  'hint.sts-provider': 'check `oidc-provider-id` and `oidc-audience`',
  'hint.sts-trust-subject':
    'allow this job in the trust policy of the role: {audience} and {subject}. See docs/credentials.md of this action for the complete policy.',
  'hint.sts-subject-ids':
    'Since 15 July 2026 GitHub adds the IDs of owner and repository to the subjects of new repositories.',
  'hint.sts-no-condition': 'no condition on "{claim}", which this token does not have',
  'hint.sts-match-provider':
    'check the identity provider in CAM: its issuer URL must be {issuer}, its client IDs must include {client} (`oidc-audience`), and its public keys must be the current ones of the issuer. The role must allow {subject}',
} as const satisfies Catalogue;
