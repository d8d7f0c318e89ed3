import { asMap } from '../../objects';
import { Correlation } from '../schema/correlation';
import { KeyedList } from '../schema/keyed-list';
import { SchemaNode, ValidationRule } from '../schema/schema-node';
import { FieldError, FieldErrorType, fieldError, OMITTED } from '../verdict';
import { CelRule, compileRule } from './cel-rule';
import { CelError, CelValue, toCelValue } from './values';

/** How an error of an update may be forgiven: where the value, or the nearest one around it that replaces an old one, is unchanged. */
interface Ratchet {
  readonly current: Correlation | undefined;
  readonly around: Correlation | undefined;
}

const NO_RATCHET: Ratchet = { current: undefined, around: undefined };

function below(ratchet: Ratchet, child: Correlation | undefined): Ratchet {
  return ratchet.current === undefined ? ratchet : { current: child, around: ratchet.current };
}

function isForgiven({ current, around }: Ratchet): boolean {
  return (current ?? around)?.isUnchanged() ?? false;
}

interface Place {
  readonly node: SchemaNode;
  readonly value: unknown;
  /** The value that is replaced; undefined where none can be told. */
  readonly old: unknown;
  readonly path: string;
  readonly ratchet: Ratchet;
}

const REASONS: ReadonlySet<string> = new Set<string>([
  FieldErrorType.INVALID,
  FieldErrorType.FORBIDDEN,
  FieldErrorType.REQUIRED,
  FieldErrorType.DUPLICATE,
]);

function reasonOf(rule: ValidationRule): FieldErrorType {
  const { reason } = rule;
  return reason !== undefined && REASONS.has(reason) ? (reason as FieldErrorType) : FieldErrorType.INVALID;
}

function messageOf(rule: ValidationRule): string {
  return (rule.message ?? '').trim() || `failed rule: ${rule.rule.trim()}`;
}

class RuleValidator {
  public readonly errors: FieldError[] = [];

  public validate(place: Place): void {
    const { node, value } = place;
    if (!node.flags.rules || value === null || value === undefined) {
      return;
    }
    if (node.rules.length > 0) {
      this.rules(place);
    }
    if (Array.isArray(value)) {
      this.list(place, value);
      return;
    }
    const map = asMap(value);
    if (map !== undefined) {
      this.map(place, map);
    }
  }

  private rules(place: Place): void {
    const { node, value, old } = place;
    let self: CelValue | undefined;
    for (const rule of node.rules) {
      const compiled = compileRule(rule.rule);
      // Rules about a transition are no business of an object that is created.
      if (!compiled.usesOldSelf || (old !== undefined && old !== null)) {
        self ??= toCelValue(value, node);
        this.rule(rule, compiled, place, self);
      }
    }
  }

  private rule(rule: ValidationRule, compiled: CelRule, place: Place, self: CelValue): void {
    const { node, value, old, path, ratchet } = place;
    const result = compiled.evaluate(self, compiled.usesOldSelf ? toCelValue(old, node) : undefined);
    if (result instanceof CelError) {
      this.failed(rule, place, result.message);
      return;
    }
    if (result || (!compiled.usesOldSelf && isForgiven(ratchet))) {
      return;
    }
    const shown = node.type === 'object' || node.type === 'array' ? OMITTED : value;
    const field = `${path}${rule.fieldPath ?? ''}`;
    const type = reasonOf(rule);
    const repeatsValue = type === FieldErrorType.INVALID || type === FieldErrorType.DUPLICATE;
    const detail = type === FieldErrorType.DUPLICATE ? '' : messageOf(rule);
    this.errors.push(fieldError(type, path === '' ? field.slice(1) : field, repeatsValue ? shown : OMITTED, detail));
  }

  /** A rule that cannot be evaluated is broken, even where the value did not change. */
  private failed(rule: ValidationRule, { node, path }: Place, error: string): void {
    const name = (rule.message ?? '').trim() || rule.rule.trim();
    const detail = error.startsWith('no such overload')
      ? `'${error}': call arguments did not match a supported operator, function or macro signature for rule: ${name}`
      : `${error} evaluating rule: ${name}`;
    this.errors.push(fieldError(FieldErrorType.INVALID, path, node.type ?? '', detail));
  }

  private map({ node, old, path, ratchet }: Place, map: Readonly<Record<string, unknown>>): void {
    const oldMap = asMap(old);
    for (const key of Object.keys(map)) {
      const property = node.properties.get(key);
      const child = property ?? node.additional;
      if (child === undefined || !child.flags.rules) {
        continue;
      }
      const plain = path === '' ? key : `${path}.${key}`;
      this.validate({
        node: child,
        value: map[key],
        old: oldMap !== undefined && Object.hasOwn(oldMap, key) ? oldMap[key] : undefined,
        path: property === undefined ? `${path}[${key}]` : plain,
        ratchet: this.keyRatchet(ratchet, key),
      });
    }
  }

  private keyRatchet(ratchet: Ratchet, key: string): Ratchet {
    // Both objects were converted to one version, so a change of these two would never be seen.
    const atRoot = ratchet.current !== undefined && ratchet.around === undefined;
    return atRoot && (key === 'apiVersion' || key === 'kind') ? NO_RATCHET : below(ratchet, ratchet.current?.key(key));
  }

  private list({ node, old, path, ratchet }: Place, list: readonly unknown[]): void {
    const { items } = node;
    if (items === undefined || !items.flags.rules) {
      return;
    }
    const olds = Array.isArray(old) ? new KeyedList(node, old) : undefined;
    for (const [i, value] of list.entries()) {
      this.validate({
        node: items,
        value,
        old: olds?.find(value),
        path: `${path}[${i}]`,
        ratchet: below(ratchet, ratchet.current?.index(i)),
      });
    }
  }
}

/**
 * Evaluates the rules of a schema on an object.
 *
 * @param correlation the object together with the one that it replaces; undefined when it is created
 */
export function validateRules(node: SchemaNode, value: unknown, correlation?: Correlation): FieldError[] {
  const validator = new RuleValidator();
  validator.validate({
    node,
    value,
    old: correlation?.old,
    path: '',
    ratchet: { current: correlation, around: undefined },
  });
  return validator.errors;
}

/**
 * Compiles every rule of a schema, so that one that cannot be evaluated is found when the schema is loaded.
 *
 * @throws UnsupportedRuleError where there is one
 */
export function compileRules(node: SchemaNode): void {
  if (!node.flags.rules) {
    return;
  }
  for (const { rule } of node.rules) {
    compileRule(rule);
  }
  for (const child of [...node.properties.values(), node.additional, node.items]) {
    if (child !== undefined) {
      compileRules(child);
    }
  }
}
