import { DEMO_FUNCTION } from '../../simulator/index.ts';
import type { Change } from './other-clouds.ts';
import { inResult, refuse, serve } from './other-clouds.ts';
import type { LiveRunOptions } from './live-world.ts';
import { ALL_TARGETS, APPLICATION, fetchUrl, MORE_TARGETS } from './live-world.ts';

const NEW = 'app-new00001';
const IMAGE = 'in-an-image';
const isNew = ({ ApplicationId }: Record<string, unknown>) => ApplicationId === NEW;

/** A function that runs an image. */
export const ANY_IMAGE = { ...DEMO_FUNCTION, functionName: IMAGE };

/** The keys are those of a role, which may assume another one. */
export const AS_A_ROLE: Change = (identity) => ({ ...identity, Type: 'CAMRole' });

/** An application with an address on the internet. */
export const withPublicAddress: Change = inResult((info) => ({
  ...info,
  EnablePublicAccess: true,
  PublicDomain: 'shop.example.com',
}));

/** A cloud that does what the code assumes, with everything that a check can ask for. */
export const ASSUMED: LiveRunOptions = {
  args: [...ALL_TARGETS, ...MORE_TARGETS, '--change'],
  areKeysNew: true,
  path: '/tencent',
  // The gateway removes its path.
  post: (post) => (call, signal) => post({ ...call, url: new URL('/', call.url) }, signal),
  simulator: {
    tem: {
      applications: [
        {
          ...APPLICATION,
          behaviour: {
            crash: {
              ...{ status: 'CrashLoopBackOff', versions: ['v-broken'], detailStatus: 'Error' },
              staysDeploying: true,
            },
          },
        },
        { ...APPLICATION, applicationId: NEW },
      ],
    },
    scf: { functions: [DEMO_FUNCTION, ANY_IMAGE] },
    sts: { roles: [{ roleName: 'next', trusts: [{ caller: 'account' }] }] },
    serve: serve({
      requests: {
        DescribeApplicationPods: refuse('ResourceNotFound.ServiceRunningVersionNotFound', isNew),
        DescribeDeployApplicationDetail: refuse('ResourceNotFound', isNew),
      },
      answers: {
        GetCallerIdentity: AS_A_ROLE,
        GetFunctionAddress: (address, _, { FunctionName }) =>
          FunctionName === IMAGE ? { ...address, Url: '' } : address,
        DescribeApplicationInfo: withPublicAddress,
      },
    }),
  },
  fetchUrl: (url) => {
    const isAddress = url.includes('shop.example.com');
    const status = url.startsWith('http:') ? 200 : 0;
    return isAddress ? Promise.resolve({ status, bytes: 0, sha256: '' }) : fetchUrl(url);
  },
};
