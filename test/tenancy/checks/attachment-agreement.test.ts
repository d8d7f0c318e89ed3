import { computeAttachment } from '../../../src/gateway-api/attachment';
import { KamajiGeneration } from '../../../src/kamaji/kamaji-release';
import { predictRoutes } from '../../../src/kamaji/predicted-routes';
import { MATCH_CASES } from './cases/gateway-cases';
import { FleetChange } from './check-case';
import { FIRST_OF_GENERATION, ValidFleet, validFleet } from './valid-fleet';

const REASONS = ['no-matching-parent', 'not-allowed-by-listeners', 'no-matching-listener-hostname'];

function kebab(reason: string): string {
  return reason.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}

/** Says for each predicted route what the Gateway API makes of it, and at how many listeners. */
function attached(fleet: ValidFleet): { reason: string; listeners: number }[] {
  const routes = fleet.tenants.flatMap((tenant) => predictRoutes(tenant, fleet.platform.kamaji));
  return computeAttachment([...fleet.objects, ...fleet.known, ...routes]).routes.flatMap(({ parents }) =>
    parents.map((parent) => ({ reason: kebab(parent.accepted.reason), listeners: parent.attached.length })),
  );
}

function afterChange(change: FleetChange): string[] {
  const fleet = validFleet(change.fleet);
  change.edit(fleet);
  return attached(fleet).map(({ reason }) => reason);
}

describe('the checks agree with attachment', () => {
  test.each(Object.values(KamajiGeneration))(
    'every route of a valid fleet of %s has exactly one listener',
    (generation) => {
      const fleet = validFleet({ kamaji: FIRST_OF_GENERATION[generation] });
      const routes = attached(fleet);
      expect(routes).toHaveLength(generation === KamajiGeneration.G1 ? 3 : 6);
      expect(new Set(routes.map((route) => JSON.stringify(route)))).toEqual(
        new Set([JSON.stringify({ reason: 'accepted', listeners: 1 })]),
      );
    },
  );

  const cases = MATCH_CASES.filter(({ code }) => REASONS.includes(code));

  test.each(cases.flatMap(({ code, fires }) => fires.map((fault) => [code, fault.name, fault] as const)))(
    'on %s: %s',
    (code, _, fault) => {
      expect(afterChange(fault)).toContain(code);
    },
  );

  test.each(cases.flatMap(({ code, silent }) => silent.map((change) => [code, change.name, change] as const)))(
    'on no %s: %s',
    (code, _, change) => {
      // A hostname that no route may have is reported as such, not for what would become of it.
      expect(change.name.includes('malformed') ? [] : afterChange(change)).not.toContain(code);
    },
  );
});
