/** Macros over the elements of a list or the keys of a map. */
export type MacroName = 'all' | 'exists' | 'exists_one' | 'filter';

/** Operators with two operands, both of which are always evaluated. */
export type BinaryOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | 'in';

/** A parsed rule. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'identifier'; readonly name: string }
  | { readonly kind: 'select'; readonly operand: Expression; readonly field: string }
  | { readonly kind: 'has'; readonly operand: Expression; readonly field: string }
  | { readonly kind: 'index'; readonly operand: Expression; readonly index: Expression }
  | { readonly kind: 'list'; readonly elements: readonly Expression[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [string, Expression])[] }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'logic'; readonly operator: '&&' | '||'; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    }
  | {
      readonly kind: 'macro';
      readonly name: MacroName;
      readonly range: Expression;
      readonly variable: string;
      readonly body: Expression;
    }
  /** A function, or a method of its first argument: its name then starts with a dot. */
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[] };
