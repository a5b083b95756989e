/** A small program as a tree. `at` is the place in the source where it begins. */
export type BinaryOperator = '+' | '-' | '*' | '/' | '^' | '<' | '<=' | '>' | '>=' | '==' | '!=';

export type Expr =
  | { kind: 'number'; value: number; at: number }
  | { kind: 'name'; name: string; at: number }
  | { kind: 'negate'; of: Expr; at: number }
  | { kind: 'binary'; operator: BinaryOperator; left: Expr; right: Expr; at: number }
  | { kind: 'call'; name: string; args: Expr[]; at: number };

export interface Program {
  /** `param beta = 0.9`: numbers that may be set without touching the text. */
  params: { name: string; value: number; at: number }[];
  /** `m = ...`, each name once, in order. */
  assignments: { name: string; value: Expr; at: number }[];
  /** The last line, when it is an expression alone. */
  result?: Expr;
}
