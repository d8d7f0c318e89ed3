import { BinaryOperator, Expression, MacroName } from './expression';
import { Lexer, Token } from './lexer';
import { UnsupportedRuleError } from './unsupported-rule-error';

const RELATIONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=', 'in']);
const MACROS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'filter']);
const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Functions that live in a namespace, which looks like a variable. */
const NAMESPACES: ReadonlySet<string> = new Set(['format']);

/** Reads a rule by recursive descent; each method reads what binds at least as tightly as its name says. */
class Parser {
  private readonly lexer: Lexer;
  private token: Token;

  public constructor(private readonly rule: string) {
    this.lexer = new Lexer(rule);
    this.token = this.lexer.next();
  }

  public parse(): Expression {
    const expression = this.conditional();
    if (this.token.kind !== 'end') {
      throw this.unexpected();
    }
    return expression;
  }

  private unexpected(): UnsupportedRuleError {
    const { kind, text } = this.token;
    return new UnsupportedRuleError(
      this.rule,
      kind === 'end' ? 'unexpected end' : `unexpected ${JSON.stringify(text)}`,
    );
  }

  private advance(): Token {
    const { token } = this;
    this.token = this.lexer.next();
    return token;
  }

  private isSymbol(text: string): boolean {
    return this.token.kind === 'symbol' && this.token.text === text;
  }

  private skip(text: string): boolean {
    const found = this.isSymbol(text);
    if (found) {
      this.advance();
    }
    return found;
  }

  private expect(text: string): void {
    if (!this.skip(text)) {
      throw this.unexpected();
    }
  }

  private name(): string {
    if (this.token.kind !== 'identifier') {
      throw this.unexpected();
    }
    return this.advance().text;
  }

  private conditional(): Expression {
    const condition = this.or();
    if (!this.skip('?')) {
      return condition;
    }
    const then = this.or();
    this.expect(':');
    return { kind: 'conditional', condition, then, otherwise: this.conditional() };
  }

  private or(): Expression {
    let left = this.and();
    while (this.skip('||')) {
      left = { kind: 'logic', operator: '||', left, right: this.and() };
    }
    return left;
  }

  private and(): Expression {
    let left = this.relation();
    while (this.skip('&&')) {
      left = { kind: 'logic', operator: '&&', left, right: this.relation() };
    }
    return left;
  }

  private relation(): Expression {
    let left = this.sum();
    while (this.token.kind !== 'string' && RELATIONS.has(this.token.text)) {
      const operator = this.advance().text as BinaryOperator;
      left = { kind: 'binary', operator, left, right: this.sum() };
    }
    return left;
  }

  private sum(): Expression {
    let left = this.unary();
    while (this.skip('+')) {
      left = { kind: 'binary', operator: '+', left, right: this.unary() };
    }
    return left;
  }

  private unary(): Expression {
    if (this.skip('!')) {
      return { kind: 'not', operand: this.unary() };
    }
    if (this.isSymbol('-')) {
      this.advance();
      if (this.token.kind !== 'number') {
        throw this.unexpected();
      }
      return { kind: 'literal', value: -Number(this.advance().text) };
    }
    return this.member();
  }

  private member(): Expression {
    let operand = this.primary();
    for (;;) {
      if (this.skip('.')) {
        const name = this.name();
        operand = this.isSymbol('(') ? this.method(operand, name) : { kind: 'select', operand, field: name };
      } else if (this.skip('[')) {
        const index = this.conditional();
        this.expect(']');
        operand = { kind: 'index', operand, index };
      } else {
        return operand;
      }
    }
  }

  private method(target: Expression, name: string): Expression {
    if (MACROS.has(name)) {
      return this.macro(target, name as MacroName);
    }
    const rest = this.list('(', ')', () => this.conditional());
    if (target.kind === 'identifier' && NAMESPACES.has(target.name)) {
      return { kind: 'call', name: `${target.name}.${name}`, arguments: rest };
    }
    return { kind: 'call', name: `.${name}`, arguments: [target, ...rest] };
  }

  private macro(range: Expression, name: MacroName): Expression {
    this.expect('(');
    const variable = this.name();
    this.expect(',');
    const body = this.conditional();
    this.expect(')');
    return { kind: 'macro', name, range, variable, body };
  }

  private list<T>(open: string, close: string, element: () => T): T[] {
    this.expect(open);
    const elements: T[] = [];
    while (!this.skip(close)) {
      if (elements.length > 0) {
        this.expect(',');
      }
      elements.push(element());
    }
    return elements;
  }

  private primary(): Expression {
    if (this.token.kind === 'string') {
      return { kind: 'literal', value: this.advance().text };
    }
    if (this.token.kind === 'number') {
      return { kind: 'literal', value: Number(this.advance().text) };
    }
    if (this.token.kind === 'identifier') {
      return this.identifier();
    }
    if (this.skip('(')) {
      const inner = this.conditional();
      this.expect(')');
      return inner;
    }
    if (this.isSymbol('[')) {
      return { kind: 'list', elements: this.list('[', ']', () => this.conditional()) };
    }
    return { kind: 'map', entries: this.list('{', '}', () => this.entry()) };
  }

  private entry(): readonly [string, Expression] {
    if (this.token.kind !== 'string') {
      throw this.unexpected();
    }
    const key = this.advance().text;
    this.expect(':');
    return [key, this.conditional()];
  }

  private identifier(): Expression {
    const name = this.name();
    const constant = CONSTANTS.get(name);
    if (constant !== undefined) {
      return { kind: 'literal', value: constant };
    }
    if (!this.isSymbol('(')) {
      return { kind: 'identifier', name };
    }
    if (name === 'has') {
      return this.presence();
    }
    return { kind: 'call', name, arguments: this.list('(', ')', () => this.conditional()) };
  }

  private presence(): Expression {
    this.expect('(');
    const argument = this.conditional();
    this.expect(')');
    if (argument.kind !== 'select') {
      throw new UnsupportedRuleError(this.rule, 'has() needs a field');
    }
    return { kind: 'has', operand: argument.operand, field: argument.field };
  }
}

/**
 * Parses the part of CEL that validation rules use. What is left out (arithmetic beyond `+`, bytes, optionals, other macros) is refused.
 *
 * @throws UnsupportedRuleError where the rule is anything else
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax
 */
export function parseRule(rule: string): Expression {
  return new Parser(rule).parse();
}
