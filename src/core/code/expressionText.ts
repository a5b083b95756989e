/** An expression layer as one Python expression: what is assigned on the way is put where it is read. */
import { compileProgram } from '../expression/compileProgram';
import { evaluate } from '../expression/evaluate';
import { applyNumbers } from '../expression/evaluateNumbers';

/** A function of the library by our name; undefined: it has none. */
export type PythonFunction = (...args: [string, string, string]) => string;

const longest = 20_000;
const signs = new Set(['+', '-', '*', '/', '^', '<', '<=', '>', '>=', '==', '!=']);

export const expressionParams = (text: string): string[] =>
  compileProgram(text, 'layer').program.params.map(({ name }) => name);

/** `names`: how what it reads is called there. undefined where a function has no counterpart, or it grows too long. */
export function expressionText(
  text: string,
  names: Readonly<Record<string, string>>,
  functions: Readonly<Record<string, PythonFunction>>,
): string | undefined {
  let isWhole = true;
  const { result } = evaluate<string>(compileProgram(text, 'layer'), names, (def, args) => {
    if (args.every((arg) => typeof arg === 'number')) {
      const value = applyNumbers(def, args, 1);
      return typeof value === 'number' ? value : (value[0] as number);
    }
    const [a, b, c] = args.map(String) as [string, string, string];
    const own = functions[`${def.name} ${args.length}`];
    if (own) return own(a, b, c);
    if (signs.has(def.name) && args.length === 2) return `(${a} ${def.name === '^' ? '**' : def.name} ${b})`;
    isWhole &&= def.name === '-' && args.length === 1;
    const said = `(-${a})`;
    isWhole &&= said.length <= longest;
    return isWhole ? said : '0';
  });
  const said = String(result ?? 0);
  return isWhole && said.length <= longest ? said : undefined;
}
