import { describe, expect, it } from '@jest/globals';
import { checkParameters } from '../../../simulator/gateway/service.ts';
import { listContracts } from '../../../simulator/index.ts';
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
  'Array<QueryFilter>': 'object-list',
  SortType: 'object',
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

/** What Tencent's own clients (@cloudbase/manager-node) send, and no API page lists. */
const UNDOCUMENTED: Record<string, object> = {
  GetFunctionAddress: { CodeSecret: 'string?' },
};

/** A model as a contract writes it. */
function officialParameters(model: Model, required?: string[]) {
  return Object.fromEntries(
    Object.entries(model).map(([name, member]) => {
      const type = OUR_TYPES[member.type] ?? member.type;
      return [name, (required?.includes(name) ?? member.required) ? type : `${type}?`];
    }),
  );
}

/** The international SDK alone has CAR's management of versions. */
function officialRequest(service: string, official: string, action: string) {
  if (service === 'car') {
    const model = commentedModel(service, official, `${action}Request`);
    return officialParameters(model, REQUIRED_BY_CAR[action]);
  }
  // The package has no model for the one request without parameters.
  if (action === 'GetCallerIdentity') return {};
  return officialParameters(typedModel(service, official, `${action}Request`));
}

const rows = listContracts().flatMap(({ service, version, actions }) =>
  Object.entries(actions).map(([action, parameters]) => {
    const official = `v${version.replaceAll('-', '')}`;
    return { service, official, action, parameters };
  }),
);

describe('the contract', () => {
  it.each(rows)(
    'of $service ($official) has the official parameters of $action',
    ({ service, official, action, parameters }) => {
      const request = { ...officialRequest(service, official, action), ...UNDOCUMENTED[action] };
      expect(parameters).toStrictEqual(request);
    },
  );

  it.each(listContracts())('of $service has the actions that change something', (contract) => {
    expect(Object.keys(contract.actions)).toEqual(expect.arrayContaining([...contract.changes]));
  });

  it('of tem has the actions that the international site lacks', () => {
    expect(Object.keys(TEM_CONTRACT.actions)).toStrictEqual(
      expect.arrayContaining([...CHINA_ONLY_ACTIONS]),
    );
  });
});

describe('checkParameters', () => {
  const contract = {
    Name: 'string',
    Count: 'integer?',
    Force: 'boolean?',
    Names: 'string-list?',
    Tags: 'object-list?',
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
