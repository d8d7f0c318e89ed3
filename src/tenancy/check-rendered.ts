import { Diagnostic, Severity } from '../diagnostics';
import { checkOutdated } from '../gateway-api/outdated';
import { refKey } from '../objects';
import { AdmissionInput, checkAdmission } from './check-admission';
import { checkAttachment } from './check-attachment';
import { CheckInput, checkFleet } from './checks';

/** Faults of one listener bring each other about, so its parts count as one place. */
function placeOf(path: string): string {
  return path.replace(/^(spec\.listeners\[\d+\]).*$/, '$1');
}

function isWithin(outer: string, inner: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
}

/**
 * Leaves out what only echoes an error that was found before: the same object, and a place that holds the other or lies in it.
 * The checks that come first know most of what was meant.
 */
export function withoutEchoes(found: readonly Diagnostic[], later: readonly Diagnostic[]): Diagnostic[] {
  const places = new Map<string, string[]>();
  for (const { severity, object, path } of found) {
    if (severity === Severity.ERROR && object !== undefined && path !== undefined) {
      const key = refKey(object);
      places.set(key, [...(places.get(key) ?? []), placeOf(path)]);
    }
  }
  return later.filter(({ object, path }) => {
    if (object === undefined || path === undefined) {
      return true;
    }
    const place = placeOf(path);
    return !places.get(refKey(object))?.some((known) => isWithin(known, place) || isWithin(place, known));
  });
}

/** What is checked, and against what. */
export interface RenderedInput extends CheckInput, Pick<AdmissionInput, 'planned' | 'previous' | 'fieldValidation'> {}

/** Runs every check on rendered objects, wherever they come from; throws nothing and prints nothing. */
export function checkRendered(input: RenderedInput): Diagnostic[] {
  const fleet = [...checkFleet(input), ...checkOutdated(input.objects, input.platform.gatewayApi)];
  const admission = withoutEchoes(fleet, checkAdmission(input));
  const refused = [...fleet, ...admission];
  return [...refused, ...withoutEchoes(refused, checkAttachment(input, refused))];
}
