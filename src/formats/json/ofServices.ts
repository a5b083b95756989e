/**
 * Answers of services whose form is theirs: JSON-stat of statistical offices (https://json-stat.org/full/), series of
 * Prometheus (https://prometheus.io/docs/prometheus/latest/querying/api/), rows of BigQuery
 * (https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs/query).
 */
export interface ServiceTable {
  layout: string;
  names: string[];
  rows: unknown[][];
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const ofServices = (document: Json): ServiceTable | undefined =>
  ofJsonStat(document) ?? ofPrometheus(document) ?? ofBigQuery(document);

/** A cube: its cells in the order of its dimensions, the last one running fastest; a row for each cell that is there. */
function ofJsonStat(document: Json): ServiceTable | undefined {
  const [first] = Object.values(document);
  // Before version 2 the dataset stands under a name of its own, and `id` and `size` inside of `dimension`.
  const dataset = 'value' in document ? document : first;
  if (!isObject(dataset) || !isObject(dataset.dimension)) return undefined;
  const { dimension, value } = dataset;
  const id = dataset.id ?? dimension.id;
  const size = dataset.size ?? dimension.size;
  if (!Array.isArray(id) || !Array.isArray(size) || id.length !== size.length || id.length === 0)
    return undefined;
  if (!(Array.isArray(value) || isObject(value)) || !size.every((n) => Number.isInteger(n) && n > 0))
    return undefined;
  const categories = id.map((name, i) => categoriesOf(dimension[String(name)], size[i] as number));
  if (categories.some((codes) => codes === undefined)) return undefined;
  const cells = Array.isArray(value) ? value.map((cell, at) => [at, cell] as const) : Object.entries(value);
  const rows = cells.flatMap(([at, cell]) => {
    let rest = Number(at);
    const place = Array.from({ length: id.length }, () => 0);
    for (let i = id.length - 1; i >= 0; i--) {
      place[i] = rest % (size[i] as number);
      rest = Math.floor(rest / (size[i] as number));
    }
    return rest > 0 ? [] : [[...place.map((one, i) => categories[i]?.[one] ?? null), cell]];
  });
  return { layout: 'JSON-stat', names: [...id.map(String), 'value'], rows };
}

/** Codes in their order; a dimension of one category may leave the index out. */
function categoriesOf(dimension: unknown, size: number): string[] | undefined {
  const category = isObject(dimension) ? dimension.category : undefined;
  if (!isObject(category)) return undefined;
  const { index, label } = category;
  const codes = Array.isArray(index)
    ? index.map(String)
    : isObject(index)
      ? Object.entries(index)
          .sort(([, a], [, b]) => Number(a) - Number(b))
          .map(([code]) => code)
      : isObject(label)
        ? Object.keys(label)
        : [];
  return codes.length === size ? codes : undefined;
}

/** A row for each sample, with the labels of its series. */
function ofPrometheus({ data }: Json): ServiceTable | undefined {
  if (!isObject(data) || !Array.isArray(data.result) || data.result.length === 0) return undefined;
  const isPair = (one: unknown): one is [number, unknown] =>
    Array.isArray(one) && one.length === 2 && typeof one[0] === 'number';
  const series = data.result.map((one) => {
    const { metric, value, values } = isObject(one) ? one : {};
    const samples =
      Array.isArray(values) && values.every(isPair) ? values : isPair(value) ? [value] : undefined;
    return isObject(metric) && samples ? { metric, samples } : undefined;
  });
  if (series.some((one) => one === undefined)) return undefined;
  const known = series as { metric: Json; samples: [number, unknown][] }[];
  const labels = [...new Set(known.flatMap(({ metric }) => Object.keys(metric)))];
  const rows = known.flatMap(({ metric, samples }) =>
    samples.map(([seconds, value]) => [
      ...labels.map((label) => metric[label] ?? null),
      new Date(seconds * 1000).toISOString(),
      value,
    ]),
  );
  return { layout: 'series of Prometheus', names: [...labels, 'time', 'value'], rows };
}

/** {"f": [{"v": "1"}, {"v": "a"}]} for each row, beside the names. */
function ofBigQuery({ schema, rows }: Json): ServiceTable | undefined {
  if (!isObject(schema) || !Array.isArray(schema.fields) || !Array.isArray(rows)) return undefined;
  if (!rows.every((row) => isObject(row) && Array.isArray(row.f))) return undefined;
  const names = schema.fields.map((field, i) => String((isObject(field) && field.name) || `column${i + 1}`));
  const cells = (rows as { f: unknown[] }[]).map(({ f }) =>
    f.map((cell) => (isObject(cell) ? cell.v : cell)),
  );
  return { layout: 'rows of BigQuery', names, rows: cells };
}
