/**
 * What every part of a program is: its shape, whether it is a condition, whether gradients flow. Everything that
 * could go wrong later for another reason than the numbers is said here, at its place.
 */
import type { Expr, Program } from './ast';
import { constants, type FunctionDef, functions } from './functions';
import type { Language, Shape } from './language';
import { nearestName } from './nearestName';
import { SourceError } from './sourceError';

interface Type {
  shape: Shape;
  condition: boolean;
  learns: boolean;
}

/** A program that will run. */
export interface CheckedProgram {
  program: Program;
  language: Language;
  /** Names that carry state from step to step: those read before the line that assigns them. */
  state: readonly string[];
}

const order: readonly Shape[] = ['one', 'each', 'classes'];
const wider = (a: Shape, b: Shape): Shape => (order.indexOf(a) > order.indexOf(b) ? a : b);

export function checkProgram(source: string, program: Program, language: Language): CheckedProgram {
  const state = language.gives === 'update' ? stateOf(program) : [];
  const checker = new Checker(source, program, language, state);
  checker.run();
  return { program, language, state };
}

export const findFunction = (name: string, args: number): FunctionDef | undefined =>
  functions.find((def) => def.name === name && def.args.length === args);

function stateOf(program: Program): string[] {
  const read = new Set<string>();
  const state: string[] = [];
  for (const { name, value } of program.assignments) {
    for (const used of namesIn(value)) read.add(used);
    if (name !== 'update' && read.has(name)) state.push(name);
  }
  return state;
}

function namesIn(expr: Expr): string[] {
  if (expr.kind === 'name') return [expr.name];
  if (expr.kind === 'negate') return namesIn(expr.of);
  if (expr.kind === 'binary') return [...namesIn(expr.left), ...namesIn(expr.right)];
  return expr.kind === 'call' ? expr.args.flatMap(namesIn) : [];
}

class Checker {
  private readonly types = new Map<string, Type>();

  constructor(
    private readonly source: string,
    private readonly program: Program,
    private readonly language: Language,
    state: readonly string[],
  ) {
    const plain = { condition: false, learns: false };
    for (const name of Object.keys(constants)) this.types.set(name, { shape: 'one', ...plain });
    for (const [name, { shape, learns }] of Object.entries(language.variables))
      this.types.set(name, { shape, condition: false, learns: learns === true });
    for (const { name, at } of program.params) {
      this.checkNew(name, at);
      this.types.set(name, { shape: 'one', ...plain });
    }
    for (const name of state) {
      const { at } = program.assignments.find((assignment) => assignment.name === name) ?? { at: 0 };
      this.checkNew(name, at);
      this.types.set(name, { shape: 'each', ...plain });
    }
    this.state = new Set(state);
  }
  private readonly state: ReadonlySet<string>;

  run(): void {
    const assigned = new Set<string>();
    for (const { name, value, at } of this.program.assignments) {
      if (assigned.has(name))
        throw this.error(at, `"${name}" is given twice.`, 'Use another name for the second.');
      if (!this.state.has(name)) this.checkNew(name, at);
      assigned.add(name);
      const type = this.infer(value);
      if (this.state.has(name) && type.condition) throw this.notNumber(value);
      this.types.set(name, type);
    }
    if (this.language.gives === 'update') this.checkUpdate();
    else this.checkResult();
  }

  private checkUpdate(): void {
    const { result, assignments } = this.program;
    if (result)
      throw this.error(
        result.at,
        'This value has no name.',
        'The change of the weight is given as: update = ...',
      );
    const update = assignments.find(({ name }) => name === 'update');
    if (!update)
      throw this.error(
        this.source.length,
        'No line says how the weight changes.',
        'Add a line: update = -lr * g',
      );
    if (this.types.get('update')?.condition) throw this.notNumber(update.value);
  }

  private checkResult(): void {
    const { result } = this.program;
    const { elementwise } = this.language;
    const what = elementwise ?? 'loss';
    if (!result)
      throw this.error(
        this.source.length,
        `No line gives the ${what}.`,
        elementwise
          ? 'The last line is what becomes of x, without a name before it.'
          : 'The last line is the loss of a row, without a name before it.',
      );
    const { shape, condition, learns } = this.infer(result);
    if (condition) throw this.notNumber(result);
    if (shape === 'classes')
      throw this.error(
        result.at,
        'The loss must be one number per row; this is one per row and class.',
        'Put sum( ) or mean( ) around it.',
      );
    if (learns) return;
    const output = Object.entries(this.language.variables).find(([, { learns }]) => learns)?.[0] ?? '';
    throw this.error(
      result.at,
      `The ${what} does not depend on ${output}, so there is nothing to learn.`,
      shape === 'one' && !elementwise
        ? 'It must be one number per row; this is the same for all.'
        : `Use ${output} outside of conditions.`,
    );
  }

  private infer(expr: Expr): Type {
    switch (expr.kind) {
      case 'number':
        return { shape: 'one', condition: false, learns: false };
      case 'name':
        return this.typeOf(expr);
      case 'negate':
        return this.number(expr.of);
      case 'binary': {
        const [left, right] = [this.number(expr.left), this.number(expr.right)];
        const condition = /[<>=]/.test(expr.operator);
        const learns = !condition && (left.learns || right.learns);
        return { shape: wider(left.shape, right.shape), condition, learns };
      }
      case 'call':
        return this.call(expr);
    }
  }

  private call(expr: Expr & { kind: 'call' }): Type {
    const def = this.functionOf(expr);
    const types = expr.args.map((arg, i) =>
      def.args[i] === 'condition' ? this.condition(arg) : this.number(arg),
    );
    const learns = types.some((type) => type.learns);
    if (def.kind === 'elementwise')
      return { shape: types.map((type) => type.shape).reduce(wider), condition: false, learns };
    const [arg] = types;
    if (this.language.elementwise)
      throw this.error(
        expr.at,
        `${def.name}(x) looks at several numbers; this layer sees each value alone.`,
        'Use a pooling or a normalisation layer beside it.',
      );
    if (this.language.gives === 'update')
      throw this.error(
        expr.at,
        `${def.name}(x) looks at several numbers; an optimiser sees each weight alone.`,
        'Gradient clipping by norm is a setting of its own.',
      );
    if (arg?.shape !== 'classes') {
      const has = arg?.shape === 'one' ? 'the same number for all rows' : 'one number per row already';
      throw this.error(
        expr.at,
        `${def.name}(x) works over the classes; this is ${has}.`,
        'The mean over the rows is taken at the end, by itself.',
      );
    }
    return { shape: def.kind === 'reduction' ? 'each' : 'classes', condition: false, learns };
  }

  private functionOf({ name, args, at }: Expr & { kind: 'call' }): FunctionDef {
    const exact = findFunction(name, args.length);
    if (exact) return exact;
    const named = functions.filter((def) => def.name === name);
    if (named.length > 0) {
      const forms = named.map((def) => `${name}(${def.args.join(', ')})`).join(' or ');
      throw this.error(
        at,
        `${name} has ${args.length} ${args.length === 1 ? 'argument' : 'arguments'} here.`,
        `Write ${forms}.`,
      );
    }
    const meant = nearestName(name, new Set(functions.map((def) => def.name)));
    throw this.error(
      at,
      this.types.has(name) ? `"${name}" is a number, not a function.` : `There is no function "${name}".`,
      meant && !this.types.has(name)
        ? `Did you mean "${meant}"?`
        : this.types.has(name)
          ? 'A product is written with *.'
          : undefined,
    );
  }

  private typeOf({ name, at }: Expr & { kind: 'name' }): Type {
    const type = this.types.get(name);
    if (type) return type;
    if (this.program.assignments.some((assignment) => assignment.name === name))
      throw this.error(at, `"${name}" is used before its line.`, 'Move the line that gives it up.');
    if (functions.some((def) => def.name === name))
      throw this.error(at, `"${name}" is a function.`, `Write ${name}(x).`);
    const meant = nearestName(name, [...this.types.keys(), ...functions.map((def) => def.name)]);
    throw this.error(
      at,
      `There is no name "${name}".`,
      meant ? `Did you mean "${meant}"?` : `Known: ${[...this.types.keys()].join(', ')}.`,
    );
  }

  private checkNew(name: string, at: number): void {
    const why = Object.hasOwn(this.language.variables, name)
      ? 'is given from outside'
      : Object.hasOwn(constants, name)
        ? 'is a constant'
        : functions.some((def) => def.name === name)
          ? 'is a function'
          : this.language.reserved?.includes(name)
            ? 'is used by the studio'
            : this.types.has(name)
              ? 'is given twice'
              : undefined;
    if (why) throw this.error(at, `"${name}" ${why}.`, 'Use another name.');
  }

  private number(expr: Expr): Type {
    const type = this.infer(expr);
    if (type.condition) throw this.notNumber(expr);
    return type;
  }

  private condition(expr: Expr): Type {
    const type = this.infer(expr);
    if (!type.condition)
      throw this.error(expr.at, 'This is a number; a condition is needed.', 'Compare it: x > 0.');
    return type;
  }

  private notNumber = ({ at }: Expr): SourceError =>
    this.error(at, 'This is a condition; a number is needed.', 'Turn it into one: where(a < b, 1, 0).');

  private error(at: number, message: string, hint?: string): SourceError {
    return new SourceError(this.source, at, message, hint);
  }
}
