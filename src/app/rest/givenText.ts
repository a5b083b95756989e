/** Values that come as text (a query, a field of a form), read as the schema of their field says. */
import { HttpProblem } from './problem';
import type { JsonSchema } from './restRoute';

/** Text that is not what the schema says is answered as it is: the command says what is wrong with it. */
export function readText(texts: readonly string[], schema: JsonSchema): unknown {
  const types = new Set([schema.type ?? []].flat());
  const inner = typeof schema.items === 'object' ? schema.items : {};
  if (types.has('array'))
    return texts.length === 1 && texts[0]?.startsWith('[')
      ? (asJson(texts[0]) ?? texts)
      : texts.flatMap((text) => text.split(',')).map((text) => readText([text], inner));
  const text = texts.at(-1) ?? '';
  if ((types.has('integer') || types.has('number')) && text.trim() !== '' && Number.isFinite(Number(text)))
    return Number(text);
  if (types.has('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  if (types.has('object') || schema.anyOf || schema.oneOf) return asJson(text) ?? text;
  return text;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Fields of the query by their names; an unknown one is an error, not a silence. */
export function readQuery(
  search: URLSearchParams,
  known: Readonly<Record<string, JsonSchema>>,
): Record<string, unknown> {
  const given: [string, unknown][] = [];
  for (const name of new Set(search.keys())) {
    const schema = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!schema) {
      const names = Object.keys(known);
      throw new HttpProblem({
        code: 'badInput',
        message: `"${name.slice(0, 100)}" is not something this address takes in its query.`,
        place: `query, ${name.slice(0, 100)}`,
        hint: names.length > 0 ? `It takes ${names.join(', ')}.` : 'It takes none.',
      });
    }
    given.push([name, readText(search.getAll(name), schema)]);
  }
  return Object.fromEntries(given);
}
