import { KamajiGeneration } from '../../../src/kamaji/kamaji-release';
import { checkFleet } from '../../../src/tenancy/checks';
import { FIRST_OF_GENERATION, inputOf, validFleet } from './valid-fleet';

describe('a valid fleet', () => {
  test.each(Object.values(KamajiGeneration))('of generation %s has no findings', (generation) => {
    const fleet = validFleet({ kamaji: FIRST_OF_GENERATION[generation] });
    expect(checkFleet(inputOf(fleet))).toEqual([]);
    expect(checkFleet(inputOf(fleet, false))).toEqual([]);
  });

  test('of the newest release has no findings', () => {
    expect(checkFleet(inputOf(validFleet()))).toEqual([]);
  });

  test('of 10,000 tenants is found to be valid, but for the list of their namespaces', () => {
    const findings = checkFleet(inputOf(validFleet({ tenants: 10_000 })));
    expect(findings.map((d) => d.code)).toEqual(['gateway-too-large']);
  });
});
