/**
 * Lets the codecs of numcodecs run where the page forbids code made of strings (Content-Security-Policy without
 * 'unsafe-eval'): Emscripten's embind writes the JavaScript around each C function as text and hands it to
 * `Function`. What that text does is done here by closures; every other call of `Function` goes where it went.
 * https://github.com/emscripten-core/emscripten/blob/3.1.50/src/embind/embind.js, createJsInvoker
 */

interface WireType {
  toWireType(destructors: unknown[] | null, value: unknown): unknown;
  fromWireType(value: unknown): unknown;
}

/** What embind passes for the names it lists; `arg0Wired_dtor`, … only where an argument needs one. */
interface Bound {
  invoker(...args: unknown[]): unknown;
  fn: unknown;
  runDestructors(destructors: unknown[]): void;
  retType: WireType & { name: string };
  [name: `argType${number}`]: WireType;
  [name: `arg${number}Wired_dtor`]: ((value: unknown) => void) | undefined;
}

const Evaluating = globalThis.Function;

/** For functions, not methods: the codecs have no classes. */
function invokerOf(names: readonly string[], body: string, values: readonly unknown[]) {
  const bound = Object.fromEntries(names.map((name, i) => [name, values[i]])) as unknown as Bound;
  const collects = body.includes('var destructors = []');
  return (...args: unknown[]) => {
    const destructors = collects ? [] : null;
    const wired = args.map((value, i) => bound[`argType${i}`]?.toWireType(destructors, value));
    const result = bound.invoker(bound.fn, ...wired);
    if (destructors) bound.runDestructors(destructors);
    else wired.forEach((value, i) => bound[`arg${i}Wired_dtor`]?.(value));
    return bound.retType.name === 'void' ? undefined : bound.retType.fromWireType(result);
  };
}

function FunctionOfText(...parts: string[]): unknown {
  const names = parts.slice(0, -1);
  const body = parts.at(-1) ?? '';
  if (names.includes('invoker') && names.includes('throwBindingError'))
    return (...values: unknown[]) => invokerOf(names, body, values);
  return Evaluating(...parts);
}
// Functions stay instances of it.
FunctionOfText.prototype = Evaluating.prototype;

/** Once per thread, before a codec is loaded. */
export function runEmbindWithoutEval(): void {
  globalThis.Function = FunctionOfText as unknown as FunctionConstructor;
}
