import { describe, expect, it } from '@jest/globals';
import { CAR_ACTIONS } from '../../simulator/car/actions.ts';
import { CAR_CONTRACT } from '../../simulator/contract/car.ts';
import { checkParameters } from '../../simulator/contract/check.ts';
import { DLC_CONTRACT } from '../../simulator/contract/dlc.ts';
import { SCF_CONTRACT } from '../../simulator/contract/scf.ts';
import type { ActionContract } from '../../simulator/contract/types.ts';
import { DLC_ACTIONS } from '../../simulator/dlc/service.ts';
import { commentedModel, typedModel } from './support/official.ts';

/** The API pages mark these as required; the package does not say. */
const REQUIRED_BY_CAR: Record<string, string[]> = {
  CreateApplicationVersion: ['ApplicationId', 'ApplicationFileName'],
  DescribeApplicationVersion: ['ApplicationId'],
  DescribeCosCredential: ['ApplicationId'],
  SetApplicationVersionOnline: ['ApplicationId', 'ApplicationVersionId'],
  DeleteApplicationVersion: ['ApplicationId', 'ApplicationVersionId'],
  DescribeApplicationFileInfo: ['ApplicationId'],
};

const requiredOf = (contract: ActionContract | undefined): string[] =>
  Object.entries(contract ?? {})
    .filter(([, { required }]) => required)
    .map(([name]) => name);

describe('the CAR contract', () => {
  it.each(Object.keys(CAR_CONTRACT.actions))('has the official parameters of %s', (action) => {
    const contract = CAR_CONTRACT.actions[action] ?? {};
    const ours = Object.entries(contract).map(([name, { type }]) => {
      return [name, { type, required: null }];
    });
    const official = commentedModel('car', 'v20220110', `${action}Request`);
    expect(Object.fromEntries(ours)).toStrictEqual(official);
    expect(requiredOf(contract)).toStrictEqual(REQUIRED_BY_CAR[action]);
  });

  it('is performed whole', () => {
    const actions = Object.keys(CAR_CONTRACT.actions).toSorted();
    expect(Object.keys(CAR_ACTIONS).toSorted()).toStrictEqual(actions);
    expect(Object.keys(REQUIRED_BY_CAR).toSorted()).toStrictEqual(actions);
  });
});

describe.each([
  ['scf', 'v20180416', SCF_CONTRACT],
  ['dlc', 'v20210125', DLC_CONTRACT],
])('the contract of %s', (service, version, contract) => {
  it.each(Object.keys(contract.actions))('has the official parameters of %s', (action) => {
    const official = typedModel(service, version, `${action}Request`);
    expect(contract.actions[action]).toStrictEqual(official);
  });

  it('is for the official version', () => {
    expect(`v${contract.version.replaceAll('-', '')}`).toBe(version);
    expect(contract.service).toBe(service);
  });
});

describe('the DLC contract', () => {
  it('is performed whole', () => {
    const actions = Object.keys(DLC_CONTRACT.actions).toSorted();
    expect(Object.keys(DLC_ACTIONS).toSorted()).toStrictEqual(actions);
  });
});

describe('a list of strings', () => {
  const contract = { Names: { type: 'string-list', required: false } } as const;

  it.each([['a'], [{ 0: 'a' }], [['a', 1]], [null]])('is not %j', (Names) => {
    expect(() => {
      checkParameters(contract, { Names });
    }).toThrow(expect.objectContaining({ code: 'InvalidParameter' }));
  });

  it.each([[[]], [['a', 'b']]])('may be %j', (Names) => {
    expect(() => {
      checkParameters(contract, { Names });
    }).not.toThrow();
  });
});
