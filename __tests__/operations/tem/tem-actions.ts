/** The actions of TEM whose calls the tests count, watch and let fail. */
export const INFO = 'DescribeApplicationInfo';
export const PODS = 'DescribeApplicationPods';
export const DETAIL = 'DescribeDeployApplicationDetail';
export const TRIGGER = 'RollingUpdateApplicationByVersion';
export const RESUME = 'ResumeDeployApplication';
export const REVERT = 'RevertDeployApplication';
