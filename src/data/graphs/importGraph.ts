/**
 * A table of edges, alone or with one of nodes, to a stored graph: nodes are the table of samples, with the number of
 * their edges; edges refer to them by number. Edges to nodes that are not in their table are told and left out.
 */
import { columnNames } from '#/core/kinds/columnNames';
import type { Column, DataIssue } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { graphFacts } from '#/core/graphs/graphFacts';
import type { GraphOptions } from '#/core/graphs/graphOptions';
import { degreeColumn, type GraphData } from '#/core/graphs/graphSchema';
import { type EdgeColumns, proposeEdges, proposeReferences } from '#/core/graphs/proposeGraph';
import type { TableColumn } from '#/core/series/proposeSeries';
import { ColumnProfile, profileLimits } from '#/core/stats/columnProfile';
import { columnStats } from '#/core/stats/columnStats';
import { encodeChunk, openChunk } from '#/core/table/chunkCodec';
import type { ColumnValues } from '#/core/table/column';
import { readColumns } from '#/core/table/readColumns';
import { holdsRows, type RecognisedTable } from '#/formats/recogniseFile';
import { importTable } from '../importTable';
import type { ImportContext, ImportedVersion } from '../kinds/kindData';
import { wrongContent } from '../kinds/wrongContent';
import { WriteQueue } from '../writeQueue';

const rowsPerChunk = 65_536;
/** Looked at to tell which columns refer to which. */
const rowsLookedAt = 20_000;
const mostNamed = 3;

type Context = ImportContext<GraphOptions>;

interface Read {
  file: RecognisedTable;
  table: ImportedVersion;
  looked: TableColumn[];
}

export async function importGraph(first: RecognisedTable, context: Context): Promise<ImportedVersion> {
  const { options = {}, more, recognise } = context;
  const files = [first];
  for (const one of more) {
    const found = await recognise(one);
    if (!holdsRows(found)) throw wrongContent(found, 'a part of a graph');
    files.push(found);
  }
  if (files.length > 2)
    throw new TetradError({
      code: 'badInput',
      message: `A graph is a table of edges, or one of edges and one of nodes; these are ${files.length} files.`,
      place: files
        .map(({ file }) => file.name)
        .slice(0, 5)
        .join(', '),
      hint: 'Give one or two of them.',
    });
  const read: Read[] = [];
  for (const file of files) read.push(await look(file, context));
  const parts = partsOf(read, options, first.file.name);
  return await written(parts, options, context);
}

async function look(file: RecognisedTable, context: Context): Promise<Read> {
  const table = await importTable(file, { ...context, options: context.options?.table });
  const names = table.schema.columns.map(({ name }) => name);
  const [chunk] = table.chunks;
  const cells = await readColumns(chunk ? [chunk] : [], context.blobs, table.schema, names, {
    asText: new Set(names),
  });
  const looked = table.schema.columns.map(
    ({ name, type }): TableColumn => ({
      name,
      type,
      cells: (cells.get(name)?.data.slice(0, rowsLookedAt) ?? []) as TableColumn['cells'],
    }),
  );
  return { file, table, looked };
}

interface Parts extends EdgeColumns {
  edges: Read;
  nodes?: Read & { by: string };
}

function partsOf(read: readonly Read[], options: GraphOptions, fileName: string): Parts {
  const has = ({ table }: Read, name: string) => table.schema.columns.some((column) => column.name === name);
  const said = [options.source, options.target, options.node].find(
    (name) => name !== undefined && !read.some((one) => has(one, name)),
  );
  if (said !== undefined)
    throw new TetradError({
      code: 'badInput',
      message: `There is no column “${said.slice(0, 80)}”.`,
      place: fileName,
      hint: `The columns are: ${read.map(({ table }) => columnNames(table.schema.columns)).join('; ')}.`,
    });
  const found = read.flatMap((edges) => {
    const nodes = read.find((other) => other !== edges);
    const wanted = (name: string | undefined) => name === undefined || has(edges, name);
    if (!wanted(options.source) || !wanted(options.target)) return [];
    const proposed = nodes ? proposeReferences(edges.looked, nodes.looked) : proposeEdges(edges.looked);
    const source = options.source ?? proposed?.source;
    const target = options.target ?? proposed?.target;
    if (source === undefined || target === undefined || source === target) return [];
    if (!nodes) return [{ edges, source, target, share: 1 }];
    const refers = proposed && 'node' in proposed ? proposed : undefined;
    const by = options.node ?? refers?.node;
    if (by === undefined || !has(nodes, by)) return [];
    return [{ edges, source, target, nodes: { ...nodes, by }, share: refers?.share ?? 0 }];
  });
  const [best] = found.sort((a, b) => b.share - a.share);
  if (best) return best;
  throw new TetradError({
    code: 'badInput',
    message:
      read.length > 1
        ? 'No two columns of one of these tables refer to a column of the other, so they are no edges and nodes.'
        : 'The table has no two columns that name the same things, so its rows are no edges.',
    place: read.map(({ file }) => file.file.name).join(', '),
    hint: 'Name the source and the target of the edges, and the column of the nodes that they refer to.',
  });
}

async function written(
  { edges, nodes, source, target }: Parts,
  { directed = true }: GraphOptions,
  { blobs, signal }: Context,
): Promise<ImportedVersion> {
  const ends = await readColumns(edges.table.chunks, blobs, edges.table.schema, [source, target], {
    asText: new Set([source, target]),
    signal,
  });
  const texts = (name: string) => (ends.get(name)?.data ?? []) as (string | null)[];
  const [from, to] = [texts(source), texts(target)];
  const numbers = new Map<string, number>();
  const issues: DataIssue[] = [];
  if (nodes) {
    const read = await readColumns(nodes.table.chunks, blobs, nodes.table.schema, [nodes.by], {
      asText: new Set([nodes.by]),
      signal,
    });
    let doubled = 0;
    ((read.get(nodes.by)?.data ?? []) as (string | null)[]).forEach((name, row) => {
      if (name === null) return;
      if (numbers.has(name)) doubled++;
      else numbers.set(name, row);
    });
    if (doubled > 0)
      issues.push({
        severity: 'warning',
        message: `${doubled.toLocaleString('en')} ${doubled === 1 ? 'node has' : 'nodes have'} the “${nodes.by}” of an earlier one; edges go to the first.`,
        column: nodes.by,
        count: doubled,
      });
  } else
    from.forEach((a, row) => {
      for (const name of [a, to[row] ?? null])
        if (name !== null && !numbers.has(name)) numbers.set(name, numbers.size);
    });
  const kept: number[] = [];
  const unknown = new Set<string>();
  let [lost, open] = [0, 0];
  from.forEach((a, row) => {
    const b = to[row] ?? null;
    if (a === null || b === null) {
      open++;
      return;
    }
    const missing = [a, b].filter((name) => !numbers.has(name));
    if (missing.length === 0) kept.push(row);
    else {
      lost++;
      for (const name of missing) unknown.add(name);
    }
  });
  if (lost > 0)
    issues.push({
      severity: 'warning',
      message: `${lost.toLocaleString('en')} ${lost === 1 ? 'edge goes' : 'edges go'} to nodes that the table of nodes does not have (${[
        ...unknown,
      ]
        .slice(0, mostNamed)
        .map((name) => `“${name.slice(0, 40)}”`)
        .join(', ')}${unknown.size > mostNamed ? ', …' : ''}) and ${lost === 1 ? 'is' : 'are'} left out.`,
      count: lost,
    });
  if (open > 0)
    issues.push({
      severity: 'warning',
      message: `${open.toLocaleString('en')} ${open === 1 ? 'edge lacks' : 'edges lack'} an end and ${open === 1 ? 'is' : 'are'} left out.`,
      count: open,
    });
  if (kept.length === 0)
    throw new TetradError({
      code: 'badInput',
      message: 'No edge has both of its nodes.',
      place: edges.file.file.name,
      hint: 'Check which columns say where edges begin and end.',
    });
  const nodeCount = nodes ? nodes.table.rows : numbers.size;
  const numberOf = (name: string | null | undefined) => numbers.get(name ?? '') as number;
  const shape = {
    nodes: nodeCount,
    source: Int32Array.from(kept, (row) => numberOf(from[row])),
    target: Int32Array.from(kept, (row) => numberOf(to[row])),
    directed,
  };
  const { degrees, ...facts } = graphFacts(shape);
  const stored = await writeEdges(edges, { source, target }, kept, shape, { blobs, signal });
  const data: GraphData = {
    ...facts,
    source,
    target,
    directed,
    node: nodes?.by ?? 'node',
    ...stored,
    ...(!nodes && { isOfEdges: true }),
  };
  const table = nodes
    ? await withDegrees(nodes, degrees, { blobs, signal })
    : await namedNodes([...numbers.keys()], degrees, { blobs, signal });
  const columns = table.columns.map(
    (column): Column => ({
      ...column,
      role: column.name === data.node ? 'ignored' : column.role,
    }),
  );
  const bytes = [...table.chunks, ...stored.chunks].reduce((sum, chunk) => sum + chunk.bytes, 0);
  const limits = profileLimits(columns.length);
  const profiles = columns.map(() => new ColumnProfile(limits));
  for (const ref of table.chunks) {
    const chunk = openChunk(await blobs.get(ref));
    profiles.forEach((profile, i) => profile.add(chunk.column(i)));
  }
  return {
    schema: { kind: 'graphs', columns, data },
    rows: nodeCount,
    bytes,
    chunks: table.chunks,
    stats: columns.map(({ name, type }, i) => columnStats(profiles[i] as ColumnProfile, name, type)),
    source: edges.table.source,
    issues: [
      ...(nodes?.file.source.told() ?? []),
      ...edges.file.source.told(),
      ...issues,
      ...about(data),
      ...(nodes?.table.issues ?? []),
    ],
  };
}

type Writing = Pick<Context, 'blobs' | 'signal'>;

/** The numbers of both nodes, then the other columns of the file. */
async function writeEdges(
  { table }: Read,
  ends: EdgeColumns,
  kept: readonly number[],
  { source, target }: { source: Int32Array; target: Int32Array },
  { blobs, signal }: Writing,
): Promise<Pick<GraphData, 'columns' | 'chunks'>> {
  const others = table.schema.columns.filter(({ name }) => name !== ends.source && name !== ends.target);
  const values = await readColumns(
    table.chunks,
    blobs,
    table.schema,
    others.map(({ name }) => name),
    {
      asText: new Set(
        others.filter(({ type }) => type === 'boolean' || type === 'datetime').map(({ name }) => name),
      ),
      signal,
    },
  );
  const writes = new WriteQueue(blobs);
  try {
    for (let first = 0; first < kept.length; first += rowsPerChunk) {
      signal.throwIfAborted();
      const rows = kept.slice(first, first + rowsPerChunk);
      const columns: ColumnValues[] = [
        { physical: 'f64', values: Float64Array.from(source.subarray(first, first + rows.length)) },
        { physical: 'f64', values: Float64Array.from(target.subarray(first, first + rows.length)) },
        ...others.map(({ name }): ColumnValues => {
          const own = values.get(name);
          return own?.kind === 'number'
            ? { physical: 'f64', values: Float64Array.from(rows, (row) => own.data[row] as number) }
            : textColumn(rows.map((row) => own?.data[row] as string | null));
        }),
      ];
      await writes.add(encodeChunk({ rows: rows.length, columns }), rows.length);
    }
  } finally {
    await writes.settle();
  }
  const number = (name: string): Column => ({ name, type: 'integer', role: 'ignored' });
  return { columns: [number('source'), number('target'), ...others], chunks: await writes.done() };
}

function textColumn(texts: readonly (string | null)[]): ColumnValues {
  const known = new Map<string, number>();
  const codes = Int32Array.from(texts, (text) => {
    if (text === null) return -1;
    const code = known.get(text) ?? known.size;
    known.set(text, code);
    return code;
  });
  return { physical: 'dict', codes, dictionary: [...known.keys()] };
}

/** The table of nodes as it is, and a column more. */
async function withDegrees({ table }: Read, degrees: Int32Array, { blobs, signal }: Writing) {
  const writes = new WriteQueue(blobs);
  let first = 0;
  try {
    for (const ref of table.chunks) {
      signal.throwIfAborted();
      const chunk = openChunk(await blobs.get(ref));
      const own = Float64Array.from(degrees.subarray(first, first + ref.rows));
      const columns = [
        ...table.schema.columns.map((_, i) => chunk.column(i)),
        { physical: 'f64' as const, values: own },
      ];
      await writes.add(encodeChunk({ rows: ref.rows, columns }), ref.rows);
      first += ref.rows;
    }
  } finally {
    await writes.settle();
  }
  return { columns: [...table.schema.columns, degree(table.schema.columns)], chunks: await writes.done() };
}

async function namedNodes(names: readonly string[], degrees: Int32Array, { blobs, signal }: Writing) {
  const writes = new WriteQueue(blobs);
  try {
    for (let first = 0; first < names.length; first += rowsPerChunk) {
      signal.throwIfAborted();
      const part = names.slice(first, first + rowsPerChunk);
      const columns: ColumnValues[] = [
        textColumn(part),
        { physical: 'f64', values: Float64Array.from(degrees.subarray(first, first + part.length)) },
      ];
      await writes.add(encodeChunk({ rows: part.length, columns }), part.length);
    }
  } finally {
    await writes.settle();
  }
  const node: Column = { name: 'node', type: 'id', role: 'ignored' };
  return { columns: [node, degree([node])], chunks: await writes.done() };
}

function degree(columns: readonly Column[]): Column {
  const taken = new Set(columns.map(({ name }) => name));
  let name = degreeColumn;
  for (let i = 2; taken.has(name); i++) name = `${degreeColumn} ${i}`;
  return { name, type: 'integer', role: 'feature' };
}

function about({ isolated, loops, repeated, components, directed, isOfEdges }: GraphData): DataIssue[] {
  const counted = (count: number, one: string, many: string) =>
    `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
  const issues: DataIssue[] = [
    {
      severity: 'info',
      message: `The graph has ${counted(components, 'component', 'components')}; its edges count as ${directed ? 'directed' : 'undirected'}.`,
    },
  ];
  if (isolated > 0)
    issues.push({
      severity: 'info',
      message: `${counted(isolated, 'node has', 'nodes have')} no edge.`,
      count: isolated,
    });
  if (loops > 0)
    issues.push({
      severity: 'info',
      message: `${counted(loops, 'edge goes', 'edges go')} from a node to itself.`,
      count: loops,
    });
  if (repeated > 0)
    issues.push({
      severity: 'warning',
      message: `${counted(repeated, 'edge says', 'edges say')} again what another one says.`,
      count: repeated,
    });
  if (isOfEdges)
    issues.push({
      severity: 'info',
      message: 'There is no table of nodes: they are those that the edges name.',
      hint: 'Drop a table of nodes with it for nodes with columns of their own.',
    });
  return issues;
}
