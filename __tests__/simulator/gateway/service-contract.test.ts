import { describe, expect, it } from '@jest/globals';
import { CAR_CONTRACT } from '../../../simulator/car/car-service.ts';
import { DLC_CONTRACT } from '../../../simulator/dlc/dlc-service.ts';
import { checkParameters } from '../../../simulator/gateway/service-contract.ts';
import type { ServiceContract } from '../../../simulator/gateway/service-contract.ts';
import { SCF_CONTRACT } from '../../../simulator/scf/scf-service.ts';
import { STS_CONTRACT } from '../../../simulator/sts/sts-service.ts';
import { CHINA_ONLY_ACTIONS, TEM_CONTRACT } from '../../../simulator/tem/tem-service.ts';
import { commentedModel, typedModel } from '../support/official-models.ts';
import type { Model } from '../support/official-models.ts';

const OUR_TYPES: Record<string, string> = {
  string: 'string',
  number: 'integer',
  boolean: 'boolean',
  'Array<string>': 'string-list',
  'Array.<string>': 'string-list',
  'Array<Tag>': 'object-list',
};

/** The API pages mark these as required; the package does not say. */
const REQUIRED_BY_CAR: Record<string, string[]> = {
  CreateApplicationVersion: ['ApplicationId', 'ApplicationFileName'],
  DescribeApplicationVersion: ['ApplicationId'],
  DescribeCosCredential: ['ApplicationId'],
  SetApplicationVersionOnline: ['ApplicationId', 'ApplicationVersionId'],
  DeleteApplicationVersion: ['ApplicationId', 'ApplicationVersionId'],
  DescribeApplicationFileInfo: ['ApplicationId'],
};

/** A model as a contract writes it. */
function officialParameters(model: Model, required?: string[]) {
  return Object.fromEntries(
    Object.entries(model).map(([name, member]) => {
      const type = OUR_TYPES[member.type] ?? member.type;
      return [name, { type, required: required?.includes(name) ?? member.required }];
    }),
  );
}

const rows = [TEM_CONTRACT, SCF_CONTRACT, DLC_CONTRACT, STS_CONTRACT].flatMap(
  ({ service, version, actions }: ServiceContract) =>
    Object.keys(actions).map((action) => {
      const official = `v${version.replaceAll('-', '')}`;
      return { service, official, action, parameters: actions[action] };
    }),
);

describe('the contract', () => {
  it.each(rows)(
    'of $service ($official) has the official parameters of $action',
    ({ service, official, action, parameters }) => {
      // The package has no model for the one request without parameters.
      const model =
        action === 'GetCallerIdentity' ? {} : typedModel(service, official, `${action}Request`);
      expect(parameters).toStrictEqual(officialParameters(model));
    },
  );

  it.each(Object.entries(CAR_CONTRACT.actions))(
    'of car has the official parameters of %s',
    (action, parameters) => {
      const model = commentedModel('car', 'v20220110', `${action}Request`);
      expect(parameters).toStrictEqual(officialParameters(model, REQUIRED_BY_CAR[action]));
    },
  );

  it('of tem has the actions that the international site lacks', () => {
    expect(Object.keys(TEM_CONTRACT.actions)).toStrictEqual(
      expect.arrayContaining([...CHINA_ONLY_ACTIONS]),
    );
  });
});

describe('checkParameters', () => {
  const contract = {
    Name: { type: 'string', required: true },
    Count: { type: 'integer', required: false },
    Force: { type: 'boolean', required: false },
    Names: { type: 'string-list', required: false },
    Tags: { type: 'object-list', required: false },
  } as const;

  it.each([
    [{ Name: 'a', Nmae: 'b' }, 'UnknownParameter', '`Nmae`'],
    [{ Name: 'a', toString: 'b' }, 'UnknownParameter', '`toString`'],
    [{}, 'MissingParameter', '`Name`'],
    [{ Name: 1 }, 'InvalidParameter', '`Name`'],
    [{ Name: null }, 'InvalidParameter', '`Name`'],
    [{ Name: 'a', Count: '2' }, 'InvalidParameter', '`Count`'],
    [{ Name: 'a', Count: 1.5 }, 'InvalidParameter', '`Count`'],
    [{ Name: 'a', Force: 'true' }, 'InvalidParameter', '`Force`'],
    [{ Name: 'a', Names: 'a' }, 'InvalidParameter', '`Names`'],
    [{ Name: 'a', Names: { 0: 'a' } }, 'InvalidParameter', '`Names`'],
    [{ Name: 'a', Names: ['a', 1] }, 'InvalidParameter', '`Names`'],
    [{ Name: 'a', Names: null }, 'InvalidParameter', '`Names`'],
    [{ Name: 'a', Tags: 'a' }, 'InvalidParameter', '`Tags`'],
    [{ Name: 'a', Tags: [1] }, 'InvalidParameter', '`Tags`'],
    [{ Name: 'a', Tags: {} }, 'InvalidParameter', '`Tags`'],
  ])('refuses %j with %s', (parameters, code, name) => {
    expect(() => {
      checkParameters(contract, parameters);
    }).toThrow(expect.objectContaining({ code, message: expect.stringContaining(name) }));
  });

  it.each([
    { Name: '', Count: -1, Force: false },
    { Name: 'a', Names: [], Tags: [] },
    { Name: 'a', Names: ['a', 'b'], Tags: [{ Key: 'a' }] },
  ])('accepts %j', (parameters) => {
    expect(() => {
      checkParameters(contract, parameters);
    }).not.toThrow();
  });
});
