/** Requests to the server made from its own document: valid ones, ones with something missing or wrong, hostile ones. */
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import type { OpenapiDocument, Operation } from '#/app/rest/openapi';
import type { JsonSchema } from '#/app/rest/restRoute';
import { type Components, hostile, valid, wrong } from './fromSchema';

export interface Listed {
  method: string;
  path: string;
  operation: Operation;
}

export const listed = ({ paths }: OpenapiDocument): Listed[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );

export const manners = ['valid', 'missing', 'wrong', 'hostile', 'noise'] as const;
export type Manner = (typeof manners)[number];

export interface Sent {
  method: string;
  /** With its query. */
  path: string;
  headers: Record<string, string>;
  body?: Uint8Array<ArrayBuffer>;
}

/** Names that are there, by what a path calls them. */
export type Names = Readonly<Record<string, readonly string[]>>;
export type Draw = (below: number) => number;

/** What MLflow's calls take; the document says no more of them than that it is an object. */
const ofMlflow = {
  experiment_id: ['0', 'none'],
  experiment_ids: [['0'], ['none']],
  experiment_name: ['Default'],
  run_id: ['none'],
  name: ['flowers', 'Iris'],
  new_name: ['Lilies'],
  key: ['loss'],
  metric_key: ['loss'],
  value: ['1', 2, 'NaN'],
  step: [0, 1],
  timestamp: [1],
  status: ['FINISHED'],
  end_time: [5],
  start_time: [4],
  alias: ['champion'],
  version: ['1'],
  source: ['s3://a/b'],
  filter: ["metrics.loss < 1 and tags.a = 'b'", 'metrics.', "name LIKE '%"],
  order_by: [['metrics.loss DESC'], ['?']],
  max_results: [1, 5],
  page_token: ['1'],
  metrics: [[{ key: 'loss', value: 1, step: 1, timestamp: 1 }]],
  params: [[{ key: 'units', value: '8' }]],
  tags: [[{ key: 'a', value: 'b' }]],
} as const;

const headers = [
  'content-type',
  'content-range',
  'content-length',
  'range',
  'if-none-match',
  'idempotency-key',
  'last-event-id',
  'authorization',
  'x-forwarded-for',
  'expect',
] as const;
const odd = [
  '',
  '0',
  '-1',
  '1e999',
  'NaN',
  '9'.repeat(300),
  'bytes 0-9/10',
  'bytes 9-0/1',
  'bytes=-0',
  'bytes=5-',
  'multipart/form-data; boundary=',
  'text/csv',
  'application/json; charset=utf-7',
  'Bearer ',
  '*',
  'x'.repeat(3000),
];

export function requestOf(
  { method, path, operation }: Listed,
  manner: Manner,
  draw: Draw,
  components: Components,
  names: Names,
): Sent {
  const one = <T>(of: readonly T[]): T => of[draw(of.length)] as T;
  const anyText = () => (draw(4) === 0 ? noise(draw, 1 + draw(60)).toString('latin1') : one(hostile));
  const isHostile = manner === 'hostile' || manner === 'noise';
  const part = (name: string) =>
    isHostile && draw(2) === 0
      ? anyText()
      : (one(names[name] ?? []) ?? (draw(2) ? 'some' : crypto.randomUUID()));
  let workspace = one(names.workspace ?? []) ?? 'some';
  if (manner === 'noise' && draw(8) === 0) workspace = anyText();
  const at = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encoded(name === 'workspace' ? workspace : part(name)),
  );
  const query = new URLSearchParams();
  for (const { in: where, name, schema, required } of operation.parameters ?? []) {
    if (where !== 'query' || (manner === 'missing' && required) || draw(3) === 0) continue;
    query.set(name, isHostile ? anyText() : manner === 'wrong' ? '[]' : textOf(schema, components, draw));
  }
  if (isHostile && draw(5) === 0) query.append(anyText(), anyText());
  const bytes = bodyOf();
  const given: Record<string, string> = {
    ...(bytes && { 'content-type': 'application/json', 'content-length': String(bytes.byteLength) }),
  };
  if (isHostile)
    for (let i = draw(3); i > 0; i--) given[one(headers)] = draw(2) ? one(odd) : headerText(anyText());
  const asked = query.size > 0 ? `?${query.toString()}` : '';
  return { method, path: hashed(at, bytes) + asked, headers: given, ...(bytes && { body: bytes }) };

  function bodyOf(): Uint8Array<ArrayBuffer> | undefined {
    if (method === 'GET' || method === 'HEAD') return undefined;
    const content = operation.requestBody?.content;
    if (!content && !isHostile && !path.includes('/mlflow/')) return undefined;
    if (content?.['application/octet-stream'] || (manner === 'noise' && draw(2) === 0))
      return new Uint8Array(noise(draw, draw(400)));
    const schema = content?.['application/json']?.schema ?? { type: 'object' };
    const fields = fieldsOf(schema);
    const known = Object.keys(fields);
    if (manner === 'missing') delete fields[one(schema.required?.length ? schema.required : known)];
    if (manner === 'wrong') fields[one(known.length ? known : ['field'])] = wrong;
    if (isHostile)
      for (const name of known.length ? known : ['name', '__proto__'])
        if (draw(2) === 0)
          fields[name] = one<unknown>([anyText(), null, -1, 1e308, [anyText()], { a: anyText() }, true]);
    const text = JSON.stringify(fields);
    const broken = isHostile && draw(6) === 0;
    return new Uint8Array(Buffer.from(broken ? text.slice(0, draw(text.length)) : text));
  }

  function fieldsOf(schema: JsonSchema): Record<string, unknown> {
    if (schema.properties) {
      const [made] = fc.sample(valid(schema, components), { numRuns: 1, seed: draw(1 << 30) });
      return { ...(made as object) };
    }
    return Object.fromEntries(
      Object.entries(ofMlflow).flatMap(([name, values]) =>
        draw(3) === 0 ? [] : [[name, name === 'run_id' && names.run ? one(names.run) : one<unknown>(values)]],
      ),
    );
  }

  /** A blob under its own name, where it is to be had. */
  function hashed(filled: string, body: Uint8Array | undefined): string {
    if (manner !== 'valid' || !body || !path.endsWith('/blobs/{hash}')) return filled;
    return filled.replace(/[^/]+$/, createHash('sha256').update(body).digest('hex'));
  }
}

const noise = (draw: Draw, length: number): Buffer => Buffer.from(Array.from({ length }, () => draw(256)));

const encoded = (text: string) => encodeURIComponent(text.toWellFormed()).slice(0, 4000).replace(/%.?$/, '');

/** What may stand in a header at all. */
const headerText = (text: string) =>
  text
    .replace(/[^\x20-\x7e]/g, '')
    .slice(0, 2000)
    .trim();

const textOf = (schema: JsonSchema, components: Components, draw: Draw): string => {
  const [made] = fc.sample(valid(schema, components), { numRuns: 1, seed: draw(1 << 30) });
  return typeof made === 'string' ? made : JSON.stringify(made);
};
