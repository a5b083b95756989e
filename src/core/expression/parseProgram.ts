/**
 * Tokens to a tree, by operator precedence (Pratt 1973). Knows the grammar only: what names and functions mean is
 * decided by checkProgram. Depth and size are bounded, so nothing that is typed can exhaust the stack.
 */
import type { BinaryOperator, Expr, Program } from './ast';
import { SourceError } from './sourceError';
import { type Token, tokenize } from './tokenize';

const maxDepth = 64;
const maxNodes = 500;

/** Binding power: left operand, right operand. */
const powers: Record<BinaryOperator, readonly [left: number, right: number]> = {
  '<': [10, 11],
  '<=': [10, 11],
  '>': [10, 11],
  '>=': [10, 11],
  '==': [10, 11],
  '!=': [10, 11],
  '+': [20, 21],
  '-': [20, 21],
  '*': [30, 31],
  '/': [30, 31],
  '^': [51, 50],
};
/** Above * and below ^: -x ^ 2 is -(x ^ 2). */
const negatePower = 40;

export const parseProgram = (source: string): Program => new Parser(source).program();

class Parser {
  private readonly tokens: readonly Token[];
  private position = 0;
  private depth = 0;
  private nodes = 0;

  constructor(private readonly source: string) {
    this.tokens = tokenize(source);
  }

  program(): Program {
    const program: Program = { params: [], assignments: [] };
    this.skipLineEnds();
    while (this.peek().kind !== 'end') {
      if (program.result)
        throw this.error(
          program.result.at,
          'Only the last line may be an expression alone.',
          'Give the value a name: x = ...',
        );
      this.statement(program);
      if (this.peek().kind !== 'end' && this.peek().kind !== 'lineEnd')
        throw this.unexpected('an operator or a new line');
      this.skipLineEnds();
    }
    return program;
  }

  private statement(program: Program): void {
    const [first, second] = [this.peek(), this.tokens[this.position + 1]];
    if (first.kind === 'name' && first.text === 'param' && second?.kind === 'name') {
      this.position++;
      const { text: name, at } = this.take();
      this.expect('=');
      program.params.push({ name, value: this.signedNumber(), at });
    } else if (first.kind === 'name' && second?.text === '=') {
      this.position += 2;
      program.assignments.push({ name: first.text, value: this.expression(0), at: first.at });
    } else program.result = this.expression(0);
  }

  private signedNumber(): number {
    const negative = this.peek().text === '-';
    if (negative) this.position++;
    if (this.peek().kind !== 'number') throw this.unexpected('a number: a param is one, and its default');
    const value = Number(this.take().text);
    return negative ? -value : value;
  }

  private expression(power: number): Expr {
    if (++this.depth > maxDepth)
      throw this.error(
        this.peek().at,
        `Nested more than ${maxDepth} deep.`,
        'Give a part a name on a line of its own.',
      );
    let left = this.operand();
    for (;;) {
      const { text, kind } = this.peek();
      const operator = kind === 'symbol' && text in powers ? (text as BinaryOperator) : undefined;
      if (!operator || powers[operator][0] < power) break;
      this.position++;
      const right = this.expression(powers[operator][1]);
      left = this.node({ kind: 'binary', operator, left, right, at: left.at });
    }
    this.depth--;
    return left;
  }

  private operand(): Expr {
    const token = this.peek();
    const { text, at } = token;
    const opens = token.kind === 'number' || token.kind === 'name' || '+-('.includes(text || ' ');
    if (!opens) throw this.unexpected('a number, a name, or "("');
    this.position++;
    if (token.kind === 'number') return this.node({ kind: 'number', value: Number(text), at });
    if (token.kind === 'name')
      return this.peek().text === '('
        ? this.node({ kind: 'call', name: text, args: this.args(), at })
        : this.node({ kind: 'name', name: text, at });
    if (text === '-') return this.node({ kind: 'negate', of: this.expression(negatePower), at });
    if (text === '+') return this.expression(negatePower);
    const inner = this.expression(0);
    this.expect(')');
    return inner;
  }

  private args(): Expr[] {
    this.expect('(');
    const args: Expr[] = [];
    if (this.peek().text !== ')') {
      args.push(this.expression(0));
      while (this.peek().text === ',') {
        this.position++;
        args.push(this.expression(0));
      }
    }
    this.expect(')', 'an operator, "," or ")"');
    return args;
  }

  private node(expr: Expr): Expr {
    if (++this.nodes > maxNodes)
      throw this.error(
        expr.at,
        `More than ${maxNodes} operations.`,
        'Each is work in every step: write it shorter.',
      );
    return expr;
  }

  private peek(): Token {
    return this.tokens[this.position] as Token;
  }

  private take(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.position++;
    return token;
  }

  private expect(text: string, described = `"${text}"`): void {
    if (this.peek().text !== text) throw this.unexpected(described);
    this.position++;
  }

  private skipLineEnds(): void {
    while (this.peek().kind === 'lineEnd') this.position++;
  }

  private unexpected(expected: string): SourceError {
    const { kind, text, at } = this.peek();
    const found = kind === 'end' ? 'The text ends' : kind === 'lineEnd' ? 'The line ends' : `Found "${text}"`;
    return this.error(at, `${found} where ${expected} was expected.`, this.hintAt());
  }

  private hintAt(): string | undefined {
    const { text, kind } = this.peek();
    const before = this.tokens[this.position - 1]?.text;
    if (text === '*' && before === '*') return 'A power is written x ^ 2.';
    if (text === '=') return 'Equality is written a == b; a name is given at the start of a line.';
    if (text === ')') return 'Look for a missing "(" or a missing operand before it.';
    if (kind === 'name' || kind === 'number' || text === '(') return 'A product is written with *: 2 * x.';
    return undefined;
  }

  private error(at: number, message: string, hint?: string): SourceError {
    return new SourceError(this.source, at, message, hint);
  }
}
