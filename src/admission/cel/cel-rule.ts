import { CelInput, CelResult, isCelError, parse, plan } from '@bufbuild/cel';
import { celEnvironment, isKnownCall } from './cel-functions';

/** What a rule says about a value. */
export interface RuleResult {
  /** Whether the rule holds; false where it could not be evaluated. */
  readonly holds: boolean;
  /** Why the rule could not be evaluated, in the API server's words. */
  readonly error?: string;
}

/** A compiled rule. */
export interface CelRule {
  /** Whether the rule compares with the value that is replaced. */
  readonly usesOldSelf: boolean;

  /**
   * Evaluates the rule.
   *
   * @param self the value that it stands at
   * @param oldSelf the value that is replaced; only a rule that compares with it needs it
   */
  evaluate(self: CelInput, oldSelf?: CelInput): RuleResult;
}

/** Thrown where a rule cannot be compiled, or calls what the engine does not know. */
export class UnsupportedRuleError extends Error {
  public constructor(rule: string, problem: string) {
    super(`rule ${JSON.stringify(rule)}: ${problem}`);
    this.name = 'UnsupportedRuleError';
  }
}

type ParsedExpr = ReturnType<typeof parse>;
type Expr = NonNullable<ParsedExpr['expr']>;

/** What a rule mentions. */
interface Mentions {
  readonly calls: Set<string>;
  readonly identifiers: Set<string>;
  /** Variables of macros. */
  readonly declared: Set<string>;
}

/** Names a call of a namespaced function (`format.dns1123Label()`), which the parser takes for a method. */
function qualifiedName(target: Expr | undefined, name: string): string | undefined {
  const { exprKind } = target ?? {};
  const qualified = exprKind?.case === 'identExpr' ? `${exprKind.value.name}.${name}` : undefined;
  return qualified !== undefined && isKnownCall(`${qualified}/0`) ? qualified : undefined;
}

function collectCall(call: Extract<Expr['exprKind'], { case: 'callExpr' }>['value'], mentions: Mentions): void {
  const qualified = qualifiedName(call.target, call.function);
  const name = qualified ?? (call.target === undefined ? call.function : `.${call.function}`);
  mentions.calls.add(`${name}/${call.args.length}`);
  collect(qualified === undefined ? call.target : undefined, mentions);
  for (const argument of call.args) {
    collect(argument, mentions);
  }
}

function collect(expr: Expr | undefined, mentions: Mentions): void {
  const kind = expr?.exprKind;
  switch (kind?.case) {
    case 'identExpr':
      mentions.identifiers.add(kind.value.name);
      return;
    case 'selectExpr':
      collect(kind.value.operand, mentions);
      return;
    case 'callExpr':
      collectCall(kind.value, mentions);
      return;
    case 'listExpr':
      for (const element of kind.value.elements) {
        collect(element, mentions);
      }
      return;
    case 'structExpr':
      for (const { keyKind, value } of kind.value.entries) {
        collect(keyKind.case === 'mapKey' ? keyKind.value : undefined, mentions);
        collect(value, mentions);
      }
      return;
    case 'comprehensionExpr':
      mentions.declared.add(kind.value.iterVar).add(kind.value.accuVar);
      for (const part of ['iterRange', 'accuInit', 'loopCondition', 'loopStep', 'result'] as const) {
        collect(kind.value[part], mentions);
      }
      return;
    default:
  }
}

/** Says an error of the evaluation as the API server does. */
function wording(message: string): string {
  return message
    .replace(/^field not found: /, 'no such key: ')
    .replace(/^index (\S+) out of bounds.*$/, 'index out of bounds: $1')
    .replace(/^found no matching overload.*$/s, 'no such overload');
}

function toResult(result: CelResult): RuleResult {
  if (isCelError(result)) {
    return { holds: false, error: wording(result.message) };
  }
  return typeof result === 'boolean' ? { holds: result } : { holds: false, error: 'no such overload' };
}

function parseRule(rule: string): ParsedExpr {
  try {
    return parse(rule);
  } catch (error) {
    throw new UnsupportedRuleError(rule, error instanceof Error ? error.message : String(error));
  }
}

function checkMentions(rule: string, { calls, identifiers, declared }: Mentions): void {
  const call = [...calls].find((name) => !isKnownCall(name));
  if (call !== undefined) {
    throw new UnsupportedRuleError(rule, `unknown function ${call}`);
  }
  const identifier = [...identifiers].find((name) => name !== 'self' && name !== 'oldSelf' && !declared.has(name));
  if (identifier !== undefined) {
    throw new UnsupportedRuleError(rule, `unknown identifier ${identifier}`);
  }
}

type Program = (variables: Record<string, CelInput>) => CelResult;

function compile(rule: string): CelRule {
  const parsed = parseRule(rule);
  const mentions: Mentions = { calls: new Set(), identifiers: new Set(), declared: new Set() };
  collect(parsed.expr, mentions);
  checkMentions(rule, mentions);
  // Planned when first met: most rules of a schema never are.
  let program: Program | undefined;
  return {
    usesOldSelf: mentions.identifiers.has('oldSelf'),
    evaluate: (self, oldSelf) => {
      program ??= plan(celEnvironment(), parsed) as Program;
      return toResult(program(oldSelf === undefined ? { self } : { self, oldSelf }));
    },
  };
}

const compiled = new Map<string, CelRule>();

/**
 * Compiles a rule, once per process: the same rules stand in many schemas.
 *
 * @throws UnsupportedRuleError where the rule is not CEL, or calls a function that is not known here
 */
export function compileRule(rule: string): CelRule {
  const known = compiled.get(rule) ?? compile(rule);
  compiled.set(rule, known);
  return known;
}
