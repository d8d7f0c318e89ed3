import { compileExpression } from './compile-expression';
import { parseRule } from './parser';
import { CelError, CelValue, NO_OVERLOAD } from './values';

/** A compiled rule. */
export interface CelRule {
  /** Whether the rule compares with the value that is replaced. */
  readonly usesOldSelf: boolean;

  /**
   * Evaluates the rule.
   *
   * @param self the value that it stands at
   * @param oldSelf the value that is replaced; only a rule that compares with it needs it
   * @returns whether the rule holds, or why nobody can say
   */
  evaluate(self: CelValue, oldSelf?: CelValue): boolean | CelError;
}

const SELF = 'self';
const OLD_SELF = 'oldSelf';

function compile(rule: string): CelRule {
  const { used, evaluate } = compileExpression(rule, parseRule(rule), [SELF, OLD_SELF]);
  return {
    usesOldSelf: used.has(OLD_SELF),
    evaluate: (self, oldSelf = null) => {
      const value = evaluate([self, oldSelf]);
      return typeof value === 'boolean' || value instanceof CelError ? value : NO_OVERLOAD;
    },
  };
}

const compiled = new Map<string, CelRule>();

/**
 * Compiles a rule, once per process: the same rules stand in many schemas.
 *
 * @throws UnsupportedRuleError where the rule is no CEL, or uses a part of CEL that is not known here
 */
export function compileRule(rule: string): CelRule {
  const known = compiled.get(rule) ?? compile(rule);
  compiled.set(rule, known);
  return known;
}
