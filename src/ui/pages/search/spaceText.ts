/** A parameter of a space as its fields in a form, and back; what cannot be read stays for the parser to name. */
import type { ParamSpec, ParamValue } from '#/core/protocol/sweep';

/** Values one after the other, lists in brackets: "16, 32" or "[64, 64], [128]". */
export const valuesText = (values: readonly ParamValue[]): string =>
  values.map((value) => (Array.isArray(value) ? `[${value.join(', ')}]` : String(value))).join(', ');

export function parseValues(text: string): ParamValue[] {
  const parts = text.match(/\[[^\]]*\]|[^,\s][^,]*/g) ?? [];
  return parts.map((part) => {
    const trimmed = part.trim();
    if (trimmed.startsWith('['))
      return trimmed
        .slice(1, -1)
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean)
        .map(parseScalar);
    return parseScalar(trimmed);
  });
}

function parseScalar(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return text === '' || Number.isNaN(number) ? text : number;
}

export const scaleNames = {
  continuous: 'even',
  log: 'logarithmic',
  integer: 'whole numbers',
  categorical: 'values',
} as const;

/** Of another type, as much of it as can be. */
export function withType(spec: ParamSpec, type: ParamSpec['type']): ParamSpec {
  if (spec.type === type) return spec;
  const when = spec.when && { when: spec.when };
  if (type === 'categorical')
    return { type, values: spec.type === 'categorical' ? spec.values : [spec.min, spec.max], ...when };
  const numbers =
    spec.type === 'categorical'
      ? spec.values.filter((value) => typeof value === 'number')
      : [spec.min, spec.max];
  const [min, max] = numbers.length > 0 ? [Math.min(...numbers), Math.max(...numbers)] : [1, 10];
  if (type === 'integer') return { type, min: Math.round(min), max: Math.round(max), ...when };
  return { type, min, max, ...when };
}
