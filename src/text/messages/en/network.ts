import type { Catalogue } from '../template.ts';

/** Connections, proxies, certificates and credentials. */
export const NETWORK = {
  'network.stage-credentials': 'Credentials',
  'network.credentials-inputs': 'access keys from inputs',
  'network.credentials-environment': 'access keys from the environment',
  'network.credentials-temporary-inputs': 'temporary keys from inputs',
  'network.credentials-temporary-environment': 'temporary keys from the environment',
  'network.credentials-oidc': 'OIDC ({provider})',
  'network.credentials-role': 'role {role} via {source}',
  'network.credentials-role-through': 'role {role} through {before} via {source}',
  'network.credentials-valid-until': '{credentials}, valid until {time} UTC',
  'network.credentials-assumed': 'assumed role {role}',
  'network.credentials-remark-temporary':
    'The temporary keys come from the environment: get new ones in an earlier step.',
  'network.credentials-missing-after-job':
    '{revision} of {application} was not rolled back: no credentials',
  'network.credentials-missing-after-job-new':
    'the new rollout of {application} was not rolled back: no credentials',
  'network.credentials-missing-after-job-why':
    'The post step got no credentials: in nested composite actions it receives other inputs. Set the keys in the `env` of the job.',
  'network.stage-retry': 'Retry',
  'network.call-failing': '{action} failed, retrying: {why}',
  'network.call-retrying': '{action} failed ({why}); retrying in {pause} ms',
  'network.proxy-log-in':
    'write user name and password into `HTTPS_PROXY` and `HTTP_PROXY`: http://USER:PASSWORD@HOST:PORT, special characters as %XX',

  'network.rerun': 'run the job again: it checks the current state before it changes anything',
  'network.rerun-or-check':
    'run the job again: it checks the current state before it changes anything; if the error persists, check `{input}` and proxies in between',
  'network.proxy-check':
    'check `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` in the environment of the runner',
  'network.proxy-check-scheme':
    'check `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` in the environment of the runner; most proxies need http://, also in `HTTPS_PROXY`',
  'network.proxy-allow':
    'allow the proxy to connect to this host (port 443), or add the host to `NO_PROXY` if the runner can reach it directly',
  'network.proxy-scheme': 'write http:// instead of https:// for this proxy in `HTTPS_PROXY`',
  'network.no-tls':
    'check what answers there: it does not speak TLS correctly (a wrong port, or a proxy in between)',
  'network.no-tls-at':
    'check `{input}`, and what answers there: it does not speak TLS correctly (a wrong port, or a proxy in between)',
  'network.check-route': "check the runner's access to the Internet",
  'network.check-route-to': "check `{input}`, and the runner's access to the Internet",
  'network.raise-limit':
    'raise the limit for request bodies in the proxy or gateway in between, or let this host bypass it',
  'network.redirects':
    'check `{input}`: a page that redirects answers there, such as the sign-in page of a network',
  'network.download-redirects':
    'check the network: its sign-in page may answer instead of the file server',
  'network.forbidden':
    "allow this host in the firewall, proxy or gateway in between, or check `{input}`: the refusal does not come from Tencent Cloud's API",
  'network.download-forbidden':
    'run the job again to get a new URL; if that is refused too, a firewall or proxy blocks the runner',
  'network.not-the-api': 'check `{input}`: what answers there is not Tencent Cloud',
  'network.not-the-api-proxies':
    'check `{input}` and proxies in between: what answers there is not Tencent Cloud',
  'network.gateway':
    'check `{input}`, and the gateway or proxy that answers there: it does not reach Tencent Cloud',
  'network.download-gone': 'the file no longer exists: run the job again to get a new URL',
  'network.download-rerun': 'run the job again; if the error persists, check proxies in between',
  'network.download-other':
    'run the job again to get a new URL; if the error persists, check proxies in between',

  'network.certificate': 'Certificate',
  'network.certificate-authority-fix':
    'if a proxy or firewall inspects TLS here, save the certificate of its authority on the runner (PEM) and add `NODE_EXTRA_CA_CERTS: /path/to/ca.pem` to the `env` of the step',
  'network.certificate-untrusted': 'it is signed by an authority that the runner does not trust',
  'network.certificate-self-signed':
    'it is self-signed, or signed by an authority that the runner does not trust',
  'network.certificate-expired': 'it has expired',
  'network.certificate-expired-fix':
    "check the runner's clock; otherwise the operator of the host, or of the proxy in front of it, must renew it",
  'network.certificate-early': 'it is not valid yet',
  'network.certificate-early-fix': "check the runner's clock",
  'network.certificate-host': 'it belongs to another host',
  'network.certificate-host-fix':
    'check that the address is correct, and that no proxy or sign-in page answers in its place',
  'network.certificate-refused': 'the runner does not accept it',

  // A call without a usable answer.
  'network.unreachable': 'cannot connect to {host} ({reason})',
  'network.no-response': '{host} did not respond ({reason})',
  'network.no-response-within': '{host} did not respond within {limit}',
  'network.http-status': 'HTTP {status}',
  'network.not-an-answer': 'the response is not in the format of the Tencent Cloud API',
  'network.missing-field': 'the response has no {field}',

  // What a proxy says.
  'network.proxy-unreachable': 'cannot connect to the proxy {host} ({code})',
  'network.proxy-without-tls': 'the proxy {host} does not speak TLS ({code})',
  'network.proxy-forbidden': 'the proxy {host} does not allow this connection (HTTP {status})',
  'network.proxy-refused': 'the proxy {host} refused the connection (HTTP {status})',
  'network.proxy-other-log-in':
    'the proxy {host} does not support Basic authentication (HTTP {status})',
  'network.proxy-wrong-log-in':
    'the proxy {host} rejected the user name and password (HTTP {status})',
  'network.proxy-no-log-in': 'the proxy {host} requires a user name and password (HTTP {status})',

  // Addresses in COS.
  'network.cos-endpoint-invalid': '`cos-endpoint` is not a valid URL: {endpoint}',
  'network.cos-endpoint-insecure': '`cos-endpoint` must begin with https://: {endpoint}',
  'network.cos-endpoint-extra':
    '`cos-endpoint` must have only a host and a path, without a user name, query or fragment',
  'network.cos-endpoint-encoding':
    'the path of `cos-endpoint` is not percent-encoded correctly: {endpoint}',
  'network.cos-bucket-invalid': '"{bucket}" is not a valid COS bucket name',
  'network.cos-region-invalid': '"{region}" is not a valid COS region',
  'network.cos-key-invalid': 'a URL cannot address the COS object "{key}"',
} as const satisfies Catalogue;
