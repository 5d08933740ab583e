import { describe, expect, it } from '@jest/globals';
import { CHINA_ONLY_ACTIONS, TEM_CONTRACT } from '../../simulator/contract/tem.ts';
import { TEM_ACTIONS } from '../../simulator/tem/actions.ts';
import { checkParameters } from '../../simulator/contract/check.ts';
import { officialModel, officialText } from './support/models.ts';

const actions = Object.keys(TEM_CONTRACT.actions);
const OUR_TYPES: Record<string, string> = {
  string: 'string',
  number: 'integer',
  boolean: 'boolean',
};

describe('the TEM contract', () => {
  it.each(actions)(
    'has the official parameters of %s: names, types, what is required',
    (action) => {
      const official = Object.entries(officialModel(`${action}Request`)).map(([name, member]) => [
        name,
        { type: OUR_TYPES[member.type], required: !member.optional },
      ]);
      expect(TEM_CONTRACT.actions[action]).toStrictEqual(Object.fromEntries(official));
    },
  );

  it('is for the official version', () => {
    expect(officialText('tem_client.js')).toContain(`"${TEM_CONTRACT.version}"`);
  });

  it('is performed whole', () => {
    expect(Object.keys(TEM_ACTIONS).toSorted()).toStrictEqual(actions.toSorted());
  });

  it('has the actions that the international site lacks', () => {
    expect(actions).toStrictEqual(expect.arrayContaining([...CHINA_ONLY_ACTIONS]));
  });
});

describe('checkParameters', () => {
  const contract = {
    Name: { type: 'string', required: true },
    Count: { type: 'integer', required: false },
    Force: { type: 'boolean', required: false },
  } as const;

  it.each([
    [{ Name: 'a', Nmae: 'b' }, 'UnknownParameter', 'The parameter `Nmae` is not recognized.'],
    [{ Name: 'a', toString: 'b' }, 'UnknownParameter', '`toString`'],
    [{}, 'MissingParameter', 'The request is missing a required parameter `Name`.'],
    [{ Name: 1 }, 'InvalidParameter', '`Name`'],
    [{ Name: null }, 'InvalidParameter', '`Name`'],
    [{ Name: 'a', Count: '2' }, 'InvalidParameter', '`Count`'],
    [{ Name: 'a', Count: 1.5 }, 'InvalidParameter', '`Count`'],
    [{ Name: 'a', Force: 'true' }, 'InvalidParameter', '`Force`'],
  ])('refuses %j with %s', (parameters, code, message) => {
    expect(() => {
      checkParameters(contract, parameters);
    }).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
  });

  it('accepts what fits', () => {
    expect(() => {
      checkParameters(contract, { Name: '', Count: -1, Force: false });
    }).not.toThrow();
  });
});
