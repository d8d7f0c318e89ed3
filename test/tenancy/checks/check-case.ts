import { Diagnostic, Severity } from '../../../src/diagnostics';
import { formatRef } from '../../../src/objects';
import { checkFleet } from '../../../src/tenancy/checks';
import { FleetOptions, inputOf, ValidFleet, validFleet } from './valid-fleet';

/** One change to a valid fleet. */
export interface FleetChange {
  /** What the change is, as the name of a test. */
  readonly name: string;

  /** The fleet that is changed. */
  readonly fleet?: FleetOptions;

  /** Changes the fleet. */
  readonly edit: (fleet: ValidFleet) => void;

  /** Whether the input is all there is. @default true */
  readonly complete?: boolean;
}

/** A change that a check has to find. */
export interface Fault extends FleetChange {
  /** The object, as a message names it, for each finding in order; none where it is about no single object. */
  readonly at: readonly (string | undefined)[];

  /** Path of the first finding. */
  readonly path?: string;

  /** A part of the first finding's message. */
  readonly says?: string | RegExp;

  /** A part of the first finding's fix. */
  readonly fix?: string | RegExp;

  /** Severity. @default - error */
  readonly severity?: Severity;

  /** Codes of findings that the change brings about as well. */
  readonly also?: readonly string[];
}

/** What shows that a check finds its fault, and nothing else. */
export interface CheckCase {
  readonly code: string;
  readonly fires: readonly Fault[];
  readonly silent: readonly FleetChange[];
}

/** Checks a valid fleet after a change. */
export function findingsOf(change: FleetChange): Diagnostic[] {
  const fleet = validFleet(change.fleet);
  change.edit(fleet);
  return checkFleet(inputOf(fleet, change.complete ?? true));
}

function byText(a: string | undefined, b: string | undefined): number {
  return (a ?? '') < (b ?? '') ? -1 : 1;
}

/** Makes the tests of one check. */
export function testCase({ code, fires, silent }: CheckCase): void {
  describe(code, () => {
    test.each(fires.map((fault) => [fault.name, fault] as const))('fires: %s', (_, fault) => {
      const findings = findingsOf(fault);
      const own = findings.filter((finding) => finding.code === code);
      const objects = own.map(({ object }) => (object === undefined ? undefined : formatRef(object)));
      expect(objects.sort(byText)).toEqual([...fault.at].sort(byText));
      expect([...new Set(findings.map((finding) => finding.code))].sort()).toEqual(
        [code, ...(fault.also ?? [])].sort(),
      );
      const [first] = own;
      expect(first?.severity).toBe(fault.severity ?? Severity.ERROR);
      expect(first?.path).toBe(fault.path);
      expect(first?.message).toMatch(fault.says ?? /./);
      expect(first?.fix).toMatch(fault.fix ?? /./);
    });

    test.each(silent.map((change) => [change.name, change] as const))('is silent: %s', (_, change) => {
      expect(findingsOf(change).filter((finding) => finding.code === code)).toEqual([]);
    });
  });
}
