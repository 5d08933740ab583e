import { expect, it } from '@jest/globals';
import { CAR_CONTRACT } from '../../simulator/car/car-service.ts';
import { DLC_CONTRACT } from '../../simulator/dlc/dlc-service.ts';
import { SCF_CONTRACT } from '../../simulator/scf/scf-service.ts';
import { TEM_CONTRACT } from '../../simulator/tem/tem-service.ts';
import { actionsOnThePage } from './policies.ts';

/** The actions that the official definitions have, which a test holds the contracts against. */
const known = [TEM_CONTRACT, CAR_CONTRACT, SCF_CONTRACT, DLC_CONTRACT].flatMap(
  ({ service, actions }) => Object.keys(actions).map((action) => `${service}:${action}`),
);

it('every action that docs/permissions.md names is one of the cloud', () => {
  const named = actionsOnThePage();
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
});
