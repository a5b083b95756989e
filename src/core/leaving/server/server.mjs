/**
 * Answers an exported model over HTTP: GET /health, /ready, /metrics and /model, POST /predict.
 * Settings by environment: PORT (8080), HOST (0.0.0.0), MAX_BODY_BYTES (16 MB), MAX_ROWS (10,000), THREADS (1).
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import * as ort from 'onnxruntime-node';

const say = (text) => process.stdout.write(`${text}\n`);
const setting = (name, standard) => {
  const value = Number(process.env[name] ?? standard);
  if (Number.isInteger(value) && value >= 0) return value;
  console.error(`${name} is "${process.env[name]}"; it must be a whole number.`);
  process.exit(1);
};
const port = setting('PORT', 8080);
const maxBodyBytes = setting('MAX_BODY_BYTES', 16e6);
const maxRows = setting('MAX_ROWS', 10_000);
const threads = setting('THREADS', 1);
const startedMs = Date.now();

const model = JSON.parse(await readFile(new URL('./model.json', import.meta.url), 'utf8'));
const { outputs, task } = model;
const columns = new Map(model.columns.map((column) => [column.name, column]));
const takesRows = columns.size > 0;

let session;
let failed;
ort.InferenceSession.create(await readFile(new URL('./model.onnx', import.meta.url)), {
  intraOpNumThreads: threads,
  logSeverityLevel: 3,
}).then(
  (opened) => {
    session = opened;
    say(`${model.name} v${model.version} is ready.`);
  },
  (error) => {
    failed = error;
    console.error(`The model cannot be opened: ${error.message}`);
  },
);

class Refused extends Error {
  constructor(status, message, place) {
    super(message);
    this.status = status;
    this.place = place;
  }
}

// ---- what is counted

const counts = new Map();
const latencies = [];
let answeredRows = 0;
function count(route, status, seconds) {
  const key = `route="${route}",status="${status}"`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
  if (route !== '/predict') return;
  latencies.push(seconds);
  if (latencies.length > 1000) latencies.shift();
}

function metrics() {
  const sorted = [...latencies].sort((a, b) => a - b);
  const quantile = (q) => sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? 0;
  return [
    '# HELP model_info What answers.',
    '# TYPE model_info gauge',
    `model_info{name=${JSON.stringify(model.name)},version="${model.version}",hash="${model.hash}"} 1`,
    '# TYPE model_ready gauge',
    `model_ready ${session ? 1 : 0}`,
    '# TYPE process_uptime_seconds gauge',
    `process_uptime_seconds ${(Date.now() - startedMs) / 1000}`,
    '# TYPE process_resident_memory_bytes gauge',
    `process_resident_memory_bytes ${process.memoryUsage().rss}`,
    '# TYPE http_requests_total counter',
    ...[...counts].map(([key, value]) => `http_requests_total{${key}} ${value}`),
    '# TYPE predicted_rows_total counter',
    `predicted_rows_total ${answeredRows}`,
    '# HELP predict_seconds Of the last 1,000 answers.',
    '# TYPE predict_seconds summary',
    ...[0.5, 0.95, 0.99].map((q) => `predict_seconds{quantile="${q}"} ${quantile(q)}`),
    '',
  ].join('\n');
}

// ---- from JSON to the arrays of the model

const missing = (cell) =>
  cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '');
const truths = new Map([
  ['true', 1],
  ['yes', 1],
  ['1', 1],
  ['false', 0],
  ['no', 0],
  ['0', 0],
]);

function toNumber(cell, type) {
  if (missing(cell)) return Number.NaN;
  if (type === 'boolean') return truths.get(String(cell).trim().toLowerCase()) ?? Number.NaN;
  if (type !== 'datetime' || typeof cell === 'number') return Number(cell);
  // A date without a zone is one of UTC.
  const text = String(cell).trim().replace(' ', 'T');
  return Date.parse(/^\d{4}-\d{2}-\d{2}$|Z$|[+-]\d{2}:?\d{2}$/.test(text) ? text : `${text}Z`);
}

function feedsOfRows(rows, warnings) {
  for (const [i, row] of rows.entries())
    if (typeof row !== 'object' || row === null || Array.isArray(row))
      throw new Refused(400, 'A row is an object of fields.', `rows[${i}]`);
  for (const name of new Set(rows.flatMap(Object.keys)))
    if (!columns.has(name)) warnings.push(`${name} is no field of this model and was left out.`);
  return Object.fromEntries(
    model.inputs.map(({ name, column, dtype }) => {
      const cells = rows.map((row) => row[column]);
      if (dtype === 'string') {
        const texts = cells.map((cell) => (missing(cell) ? '' : String(cell).trim()));
        return [name, new ort.Tensor('string', texts, [rows.length, 1])];
      }
      const { type } = columns.get(column);
      const values = Float64Array.from(cells, (cell) => toNumber(cell, type));
      const unread = cells.find((cell, i) => Number.isNaN(values[i]) && !missing(cell));
      if (unread !== undefined)
        warnings.push(`${column}: ${JSON.stringify(unread)} is no ${type} value; treated as missing.`);
      return [name, new ort.Tensor('float64', values, [rows.length, 1])];
    }),
  );
}

function shapeOf(value) {
  const shape = [];
  for (let one = value; Array.isArray(one); one = one[0]) shape.push(one.length);
  return shape;
}

const arrays = {
  float: (list) => ['float32', Float32Array.from(list, (value) => value ?? Number.NaN)],
  double: (list) => ['float64', Float64Array.from(list, (value) => value ?? Number.NaN)],
  int64: (list) => ['int64', BigInt64Array.from(list, (value) => BigInt(value))],
  uint8: (list) => ['uint8', Uint8Array.from(list)],
  string: (list) => ['string', list.map(String)],
};

function feedsOfArrays(inputs) {
  return Object.fromEntries(
    model.inputs.map(({ name, dtype, shape }) => {
      if (!Object.hasOwn(inputs, name)) throw new Refused(400, `The input "${name}" is missing.`, 'inputs');
      const given = shapeOf(inputs[name]);
      const wanted = shape && [given[0], ...shape];
      if (wanted && JSON.stringify(wanted) !== JSON.stringify(given))
        throw new Refused(
          400,
          `It has the shape [${given}]; the model takes [batch, ${shape}].`,
          `inputs.${name}`,
        );
      const list = inputs[name].flat(given.length - 1);
      if (list.length !== given.reduce((product, size) => product * size, 1))
        throw new Refused(400, 'Its lists are not all of one length.', `inputs.${name}`);
      const [type, data] = arrays[dtype](list);
      return [name, new ort.Tensor(type, data, given)];
    }),
  );
}

// ---- from the arrays of the model to JSON

function predictionsOf(answer, rows) {
  const part = (name, row) => {
    const { data } = answer[name];
    const width = data.length / rows;
    return Array.from(data.slice(row * width, (row + 1) * width), (value) =>
      typeof value === 'bigint' ? Number(value) : value,
    );
  };
  return Array.from({ length: rows }, (_, row) => {
    const label = part(outputs.label, row);
    return {
      value: label.length === 1 ? label[0] : undefined,
      ...(label.length > 1 && { values: label, shape: answer[outputs.label].dims.slice(1) }),
      ...(outputs.probabilities && { probabilities: part(outputs.probabilities, row) }),
      ...(outputs.quantiles && { quantiles: part(outputs.quantiles, row) }),
      ...(outputs.odd && { odd: part(outputs.odd, row)[0] === 1 || part(outputs.odd, row)[0] === true }),
    };
  });
}

async function predict(request) {
  if (!session)
    throw new Refused(
      503,
      failed ? `The model cannot be opened: ${failed.message}` : 'The model is being opened.',
    );
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) throw new Refused(413, `The body is larger than ${maxBodyBytes} bytes.`);
    chunks.push(chunk);
  }
  let body;
  try {
    body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new Refused(400, 'The body is no JSON.');
  }
  const given = takesRows ? body?.rows : body?.inputs;
  const isGiven = takesRows
    ? Array.isArray(given) && given.length > 0
    : typeof given === 'object' && given !== null;
  if (!isGiven)
    throw new Refused(
      400,
      takesRows
        ? `Give { "rows": [{ ${model.columns.map(({ name }) => JSON.stringify(name)).join(', ')} }] }.`
        : `Give { "inputs": { ${model.inputs.map(({ name, shape = [] }) => `"${name}": lists of [batch, ${shape}]`).join(', ')} } }.`,
    );
  const warnings = [];
  const feeds = takesRows ? feedsOfRows(given, warnings) : feedsOfArrays(given);
  const rows = Object.values(feeds)[0].dims[0];
  if (rows > maxRows) throw new Refused(413, `${rows} are more than ${maxRows} at a time.`);
  const beganMs = performance.now();
  const answer = await session.run(feeds).catch((error) => {
    throw new Refused(400, `The model refused it: ${error.message}`);
  });
  answeredRows += rows;
  return {
    model: model.name,
    version: model.version,
    latencyMs: performance.now() - beganMs,
    ...(task.labels && { labels: task.labels }),
    predictions: predictionsOf(answer, rows),
    warnings,
  };
}

// ---- HTTP

const about = ({ name, version, hash, description, inputs, columns: fields, rows }) => ({
  name,
  version,
  hash,
  description,
  inputs,
  fields,
  example: takesRows ? { rows: rows.slice(0, 1) } : undefined,
});

const routes = {
  'GET /health': () => ({ status: 'ok' }),
  'GET /ready': () => {
    if (session) return { status: 'ready' };
    throw new Refused(503, failed ? failed.message : 'The model is being opened.');
  },
  'GET /metrics': () => metrics(),
  'GET /model': () => about(model),
  'POST /predict': predict,
};

const server = createServer(async (request, response) => {
  const beganMs = performance.now();
  const path = (request.url ?? '').split('?')[0];
  const known = Object.keys(routes).filter((route) => route.endsWith(` ${path}`));
  const send = (status, body, type = 'application/json') => {
    response.writeHead(status, { 'content-type': type, ...(status === 413 && { connection: 'close' }) });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
    count(known.length > 0 ? path : 'other', status, (performance.now() - beganMs) / 1000);
  };
  try {
    const route = routes[`${request.method} ${path}`];
    if (!route)
      throw known.length > 0
        ? new Refused(405, `${path} is asked with ${known[0].split(' ')[0]}.`)
        : new Refused(404, `There is no ${path}. There are ${Object.keys(routes).join(', ')}.`);
    const answer = await route(request);
    send(200, answer, typeof answer === 'string' ? 'text/plain; version=0.0.4' : undefined);
  } catch (error) {
    const status = error.status ?? 500;
    if (status === 500) console.error(error);
    send(status, { status, title: error.message, place: error.place }, 'application/problem+json');
  }
});

server.listen(port, process.env.HOST ?? '0.0.0.0', () => say(`Listening on ${server.address().port}.`));
for (const signal of ['SIGTERM', 'SIGINT'])
  process.on(signal, () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  });
