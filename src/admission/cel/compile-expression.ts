import { compareStrings } from '../../objects';
import { BinaryOperator, Expression, MacroName } from './expression';
import { CelFunction, findFunction } from './functions';
import { UnsupportedRuleError } from './unsupported-rule-error';
import { CelDuration, CelError, CelList, CelMap, CelValue, equals, fieldName, isIn, NO_OVERLOAD } from './values';

/** The values of the variables, by number. */
export type Scope = CelValue[];

/** A compiled expression. */
export type Evaluate = (scope: Scope) => CelValue;

type Of<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;

function compare(left: CelValue, right: CelValue): number | CelError {
  if (typeof left === 'number' && typeof right === 'number') {
    return left - right;
  }
  if (typeof left === 'string' && typeof right === 'string') {
    return compareStrings(left, right);
  }
  if (left instanceof CelDuration && right instanceof CelDuration) {
    return left.nanoseconds < right.nanoseconds ? -1 : Number(left.nanoseconds > right.nanoseconds);
  }
  return NO_OVERLOAD;
}

function add(left: CelValue, right: CelValue): CelValue {
  if (typeof left === 'number' && typeof right === 'number') {
    return left + right;
  }
  return typeof left === 'string' && typeof right === 'string' ? left + right : NO_OVERLOAD;
}

function ordered(holds: (order: number) => boolean): CelFunction {
  return (left, right) => {
    const order = compare(left, right);
    return order instanceof CelError ? order : holds(order);
  };
}

const OPERATORS: Readonly<Record<BinaryOperator, (left: CelValue, right: CelValue) => CelValue>> = {
  '==': equals,
  '!=': (left, right) => {
    const equal = equals(left, right);
    return equal instanceof CelError ? equal : !equal;
  },
  '<': ordered((order) => order < 0),
  '<=': ordered((order) => order <= 0),
  '>': ordered((order) => order > 0),
  '>=': ordered((order) => order >= 0),
  '+': add,
  in: isIn,
};

/** Goes through the elements: what the body says of each, until the macro knows its value. */
type Fold = (values: readonly CelValue[], body: (value: CelValue) => CelValue) => CelValue;

function logicFold(decisive: boolean): Fold {
  return (values, body) => {
    let error: CelError | undefined;
    for (const value of values) {
      const result = body(value);
      if (result === decisive) {
        return decisive;
      }
      if (result !== !decisive) {
        // Counts only where no other element decides.
        error ??= result instanceof CelError ? result : NO_OVERLOAD;
      }
    }
    return error ?? !decisive;
  };
}

/** Returns the elements that the body holds for, or an error of the body. */
function select(values: readonly CelValue[], body: (value: CelValue) => CelValue): CelValue[] | CelError {
  const selected: CelValue[] = [];
  for (const value of values) {
    const result = body(value);
    if (typeof result !== 'boolean') {
      return result instanceof CelError ? result : NO_OVERLOAD;
    }
    if (result) {
      selected.push(value);
    }
  }
  return selected;
}

const FOLDS: Readonly<Record<MacroName, Fold>> = {
  all: logicFold(false),
  exists: logicFold(true),
  exists_one: (values, body) => {
    const selected = select(values, body);
    return selected instanceof CelError ? selected : selected.length === 1;
  },
  filter: (values, body) => {
    const selected = select(values, body);
    return selected instanceof CelError ? selected : new CelList(selected, undefined);
  },
};

class Compiler {
  private readonly variables: string[];

  public constructor(
    private readonly rule: string,
    variables: readonly string[],
    private readonly used: Set<string>,
  ) {
    this.variables = [...variables];
  }

  public compile(expression: Expression): Evaluate {
    switch (expression.kind) {
      case 'literal': {
        const { value } = expression;
        return () => value;
      }
      case 'identifier':
        return this.identifier(expression.name);
      case 'select':
        return this.select(expression);
      case 'has':
        return this.has(expression);
      case 'index':
        return this.index(expression);
      case 'list':
        return this.list(expression);
      case 'map':
        return this.map(expression);
      case 'not':
        return this.not(expression);
      case 'logic':
        return this.logic(expression);
      case 'binary':
        return this.strict(OPERATORS[expression.operator], [expression.left, expression.right]);
      case 'conditional':
        return this.conditional(expression);
      case 'macro':
        return this.macro(expression);
      default:
        return this.call(expression);
    }
  }

  private identifier(name: string): Evaluate {
    const slot = this.variables.lastIndexOf(name);
    if (slot < 0) {
      throw new UnsupportedRuleError(this.rule, `unknown identifier ${name}`);
    }
    this.used.add(name);
    return (scope) => scope[slot] ?? null;
  }

  private select({ operand, field }: Of<'select'>): Evaluate {
    const evaluate = this.compile(operand);
    const name = fieldName(field);
    return (scope) => {
      const map = evaluate(scope);
      if (map instanceof CelMap) {
        const value = map.field(name);
        return value === undefined ? new CelError(`no such key: ${field}`) : value;
      }
      return map instanceof CelError ? map : NO_OVERLOAD;
    };
  }

  private has({ operand, field }: Of<'has'>): Evaluate {
    const evaluate = this.compile(operand);
    const name = fieldName(field);
    return (scope) => {
      const map = evaluate(scope);
      if (map instanceof CelMap) {
        const value = map.field(name);
        // Data of the wrong type are neither there nor not there.
        return value instanceof CelError ? value : value !== undefined;
      }
      return map instanceof CelError ? map : NO_OVERLOAD;
    };
  }

  private index({ operand, index }: Of<'index'>): Evaluate {
    return this.strict(
      (container, key) => {
        if (container instanceof CelList && typeof key === 'number') {
          return key >= 0 && key < container.elements.length
            ? container.get(key)
            : new CelError(`index out of bounds: ${key}`);
        }
        return container instanceof CelMap && typeof key === 'string' ? entryOf(container, key) : NO_OVERLOAD;
      },
      [operand, index],
    );
  }

  private list({ elements }: Of<'list'>): Evaluate {
    return this.strict((...values) => new CelList(values, undefined), elements);
  }

  private map({ entries }: Of<'map'>): Evaluate {
    const keys = entries.map(([key]) => key);
    return this.strict(
      (...values) => new CelMap(Object.fromEntries(keys.map((key, i) => [key, values[i]])), undefined),
      entries.map(([, value]) => value),
    );
  }

  private not({ operand }: Of<'not'>): Evaluate {
    return this.strict((value) => (typeof value === 'boolean' ? !value : NO_OVERLOAD), [operand]);
  }

  /** One side may decide whatever the other one is, an error included. */
  private logic({ operator, left, right }: Of<'logic'>): Evaluate {
    const evaluateLeft = this.compile(left);
    const evaluateRight = this.compile(right);
    const decisive = operator === '||';
    return (scope) => {
      const first = evaluateLeft(scope);
      if (first === decisive) {
        return decisive;
      }
      const second = evaluateRight(scope);
      if (second === decisive) {
        return decisive;
      }
      const other = typeof first === 'boolean' ? second : first;
      return typeof other === 'boolean' || other instanceof CelError ? other : NO_OVERLOAD;
    };
  }

  private conditional({ condition, then, otherwise }: Of<'conditional'>): Evaluate {
    const evaluateCondition = this.compile(condition);
    const evaluateThen = this.compile(then);
    const evaluateOtherwise = this.compile(otherwise);
    return (scope) => {
      const value = evaluateCondition(scope);
      if (typeof value !== 'boolean') {
        return value instanceof CelError ? value : NO_OVERLOAD;
      }
      return value ? evaluateThen(scope) : evaluateOtherwise(scope);
    };
  }

  private macro({ name, range, variable, body }: Of<'macro'>): Evaluate {
    const evaluateRange = this.compile(range);
    const slot = this.variables.push(variable) - 1;
    const evaluateBody = this.compile(body);
    // The variable is gone, its number is not: a neighbouring macro may not write into it while this one runs.
    this.variables[slot] = '';
    const fold = FOLDS[name];
    return (scope) => {
      const container = evaluateRange(scope);
      const values = valuesOf(container);
      if (values === undefined) {
        return container instanceof CelError ? container : NO_OVERLOAD;
      }
      return fold(values, (value) => {
        scope[slot] = value;
        return evaluateBody(scope);
      });
    };
  }

  private call({ name, arguments: operands }: Of<'call'>): Evaluate {
    const implementation = findFunction(name, operands.length);
    if (implementation === undefined) {
      throw new UnsupportedRuleError(this.rule, `unknown function ${name} with ${operands.length} arguments`);
    }
    return this.strict(implementation, operands);
  }

  /** Evaluates all operands; an error among them is the result. */
  private strict(implementation: CelFunction, operands: readonly Expression[]): Evaluate {
    const evaluates = operands.map((operand) => this.compile(operand));
    const [first, second] = evaluates;
    if (first !== undefined && second !== undefined && evaluates.length === 2) {
      // By far the most frequent shape, without a list of values.
      return (scope) => {
        const left = first(scope);
        const right = left instanceof CelError ? left : second(scope);
        return right instanceof CelError ? right : implementation(left, right);
      };
    }
    return (scope) => {
      const values: CelValue[] = [];
      for (const evaluate of evaluates) {
        const value = evaluate(scope);
        if (value instanceof CelError) {
          return value;
        }
        values.push(value);
      }
      return implementation(...values);
    };
  }
}

function entryOf(map: CelMap, key: string): CelValue {
  const value = map.get(key);
  return value === undefined ? new CelError(`no such key: ${key}`) : value;
}

function valuesOf(container: CelValue): readonly CelValue[] | undefined {
  if (container instanceof CelList) {
    return container.values();
  }
  return container instanceof CelMap ? container.keys() : undefined;
}

/** A compiled rule, ready to be evaluated. */
export interface CompiledExpression {
  /** Names of the variables that the rule uses. */
  readonly used: ReadonlySet<string>;
  readonly evaluate: Evaluate;
}

/**
 * Compiles an expression to closures.
 *
 * @param variables names of the variables; the scope has their values in this order
 * @throws UnsupportedRuleError where it names a variable or function that is not known
 */
export function compileExpression(
  rule: string,
  expression: Expression,
  variables: readonly string[],
): CompiledExpression {
  const used = new Set<string>();
  return { used, evaluate: new Compiler(rule, variables, used).compile(expression) };
}
