/** The body of a request as fields: JSON, a form, or a file alone. */
import { readText } from './givenText';
import { HttpProblem } from './problem';
import type { Fields, JsonSchema } from './restRoute';

const mostJsonBytes = 64 * 2 ** 20;
const mostFileBytes = 2 ** 30;

const formType = 'multipart/form-data';

const typeOf = (request: Request): string =>
  (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

/** The body is a file, and neither JSON nor a form. */
export function isFileAlone(request: Request): boolean {
  const type = typeOf(request);
  return type !== '' && type !== formType && type !== 'application/json' && !type.endsWith('+json');
}

/** `known`: the fields that may be given, by their names in the body. */
export async function readBody(
  request: Request,
  known: Readonly<Record<string, JsonSchema>>,
  fileName: string | null,
): Promise<Fields> {
  const type = typeOf(request);
  if (type === formType) return await readForm(request, known);
  const isJson = !isFileAlone(request);
  const fileField = fieldOfFiles(known);
  const bytes = await bytesOf(request, isJson ? mostJsonBytes : mostFileBytes);
  if (isJson) return bytes.byteLength === 0 ? {} : parse(new TextDecoder().decode(bytes));
  if (!fileField)
    throw new HttpProblem(
      {
        code: 'badInput',
        message: `A body of type "${type.slice(0, 100)}" is not read here.`,
        place: 'header content-type',
        hint: 'Send JSON with content-type: application/json.',
      },
      { status: 415 },
    );
  const file = new File([bytes], fileName ?? 'upload', { type });
  return { [fileField.name]: fileField.many ? [file] : file };
}

async function bytesOf(request: Request, most: number): Promise<ArrayBuffer> {
  const tooLarge = () =>
    new HttpProblem(
      {
        code: 'badInput',
        message: `The body is larger than ${most / 2 ** 20} MiB.`,
        place: 'body',
        hint: 'Send less at a time; files go as a form or as the body itself, not inside of JSON.',
      },
      { status: 413 },
    );
  if (Number(request.headers.get('content-length') ?? 0) > most) throw tooLarge();
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > most) throw tooLarge();
  return bytes;
}

function parse(text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    throw new HttpProblem({
      code: 'badInput',
      message: `The body is not JSON: ${thrown instanceof Error ? thrown.message.slice(0, 200) : 'it cannot be read'}.`,
      place: 'body',
      hint: 'Names and texts stand in double quotes.',
    });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new HttpProblem({
    code: 'badInput',
    message: `The body is ${Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`}, and not an object.`,
    place: 'body',
    hint: 'Send { ... } with the fields that GET /api/openapi.json lists.',
  });
}

const isFile = (schema: JsonSchema | boolean | undefined) =>
  typeof schema === 'object' && schema.title === 'File';

function fieldOfFiles(
  known: Readonly<Record<string, JsonSchema>>,
): { name: string; many: boolean } | undefined {
  for (const [name, schema] of Object.entries(known)) {
    if (isFile(schema)) return { name, many: false };
    if (isFile(schema.items)) return { name, many: true };
  }
  return undefined;
}

async function readForm(request: Request, known: Readonly<Record<string, JsonSchema>>): Promise<Fields> {
  let form: FormData;
  try {
    form = await request.formData();
  } catch {
    throw new HttpProblem({
      code: 'badInput',
      message: 'The form cannot be read.',
      place: 'body',
      hint: 'Let the client write content-type, with the boundary of its parts.',
    });
  }
  const files = fieldOfFiles(known);
  const fields: [string, unknown][] = [];
  for (const name of new Set(form.keys())) {
    const values = form.getAll(name);
    const given = values.filter((value) => typeof value !== 'string');
    if (given.length === 0)
      fields.push([name, readText(values as string[], (Object.hasOwn(known, name) && known[name]) || {})]);
    else if (files) fields.push([files.name, files.many ? given : given[0]]);
    else fields.push([name, given]);
  }
  return Object.fromEntries(fields);
}
