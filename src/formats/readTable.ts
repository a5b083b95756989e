/**
 * Reads a table file as it is meant. Batches are held until the evidence of the whole file is in, or until a
 * bound on memory: then those held are given out under what is known so far, and should the rest of the
 * file prove otherwise, reading starts again with all that is known (`again`). Most files are read once.
 */
import type { ColumnType, DataIssue } from '#/core/protocol/dataset';
import { applyReading, type Strays } from '#/core/reading/applyReading';
import { requireColumns } from '#/core/reading/checkOptions';
import { ColumnEvidence } from '#/core/reading/columnEvidence';
import { decideTable, type TableDecision } from '#/core/reading/decideTable';
import type { Ambiguity, ColumnReading, Reading } from '#/core/reading/reading';
import { tellReading } from '#/core/reading/tellReading';
import type { RecordBatch } from '#/core/table/column';
import type { FormatSource, ReadContext, TableFormatDef, TypedColumnInfo } from './formatDef';

/** As float64; a part of what the worker may hold. */
const mostHeldBytes = 32 * 1024 * 1024;

export interface TableOutcome {
  reading: Reading;
  issues: DataIssue[];
  /** What the file itself says that its columns are. */
  types?: (ColumnType | undefined)[];
}

export interface TableBatches {
  names: string[];
  details: Record<string, string>;
  /** The file says the types of its columns. */
  isTyped: boolean;
  /** `again`: forget the batches so far, all of them come once more. */
  batches: AsyncGenerator<RecordBatch | 'again'>;
  /** Of a batch that nobody looks at any more: its memory may be used again. */
  release(batch: RecordBatch): void;
  /** What the columns are and what must be said of it, when the last batch is out. */
  outcome(): TableOutcome;
}

export async function readTable(
  format: Pick<TableFormatDef, 'read'>,
  source: FormatSource,
  context: ReadContext,
  heldBytes: number = mostHeldBytes,
): Promise<TableBatches> {
  const reader = await format.read(source, context);
  let current = reader;
  const { names, decimal = '.' } = reader;
  // What the file itself says of its columns stands behind what a person says.
  const options = {
    ...context.options,
    columns: { ...reader.options?.columns, ...context.options?.columns },
  };
  requireColumns(options, names, source.name);
  const { typed } = reader;
  // A column of a sure type is guessed about only where somebody says something else of it.
  const isSure = names.map((name) => typed !== undefined && options.columns?.[name] === undefined);
  const allSure = isSure.every((sure) => sure);
  const evidence = names.map(() => new ColumnEvidence(decimal));
  const strays = names.map((): Strays => new Map());
  let decision: TableDecision | undefined;

  const decide = (): TableDecision => decideTable(names, evidence, options, decimal);
  const apply = ({ columns }: TableDecision, batch: RecordBatch): RecordBatch => ({
    rows: batch.rows,
    columns: batch.columns.map((column, i) => {
      const reading = columns[i];
      return reading && !isSure[i] ? applyReading(column, reading, strays[i] as Strays) : column;
    }),
  });

  async function* batches(): AsyncGenerator<RecordBatch | 'again'> {
    let soFar: TableDecision | undefined;
    let held: RecordBatch[] = [];
    let bytes = 0;
    let given = false;
    for await (const batch of reader.batches) {
      if (allSure) {
        yield batch;
        continue;
      }
      batch.columns.forEach((column, i) => isSure[i] || evidence[i]?.add(column));
      if (soFar && soFar.readAgain.size > 0) continue;
      held.push(batch);
      bytes += batch.rows * batch.columns.length * 8;
      if (!soFar && bytes >= heldBytes) soFar = decide();
      if (!soFar) continue;
      if (soFar.readAgain.size === 0) {
        given = true;
        for (const one of held) yield apply(soFar, one);
      }
      held = [];
    }
    decision = decide();
    if (allSure) return;
    const holds = !soFar || (soFar.readAgain.size === 0 && isSame(soFar, decision));
    if (holds && decision.readAgain.size === 0) {
      for (const one of held) yield apply(decision, one);
      return;
    }
    if (given) yield 'again';
    held = [];
    for (const known of strays) known.clear();
    const once = await format.read(source, {
      ...context,
      report: () => undefined, // It was all said the first time.
      textColumns: decision.readAgain,
    });
    current = once;
    for await (const batch of once.batches) yield apply(decision, batch);
  }

  function outcome(): { reading: Reading; issues: DataIssue[] } {
    const { columns, locale } = decision ?? decide();
    const issues: DataIssue[] = [];
    const ambiguities: Ambiguity[] = [...(reader.ambiguities ?? [])];
    columns.forEach((column, i) => {
      const name = names[i] as string;
      if (isSure[i]) return;
      const given = new Set([...Object.keys(options), ...Object.keys(options.columns?.[name] ?? {})]);
      const told = tellReading(
        name,
        evidence[i] as ColumnEvidence,
        column,
        strays[i] as Strays,
        locale,
        given,
      );
      issues.push(...told.issues);
      ambiguities.push(...told.ambiguities);
    });
    const guessed = { ...(!typed && { decimal: locale.decimal }), ...reader.options };
    const readings = columns.map((column, i) => (typed && isSure[i] ? readingOf(typed.column(i)) : column));
    return {
      reading: { options: { ...guessed, ...context.options }, columns: readings, ambiguities },
      issues,
      ...(typed && { types: names.map((_, i) => (isSure[i] ? typed.column(i).type : undefined)) }),
    };
  }

  return {
    names,
    details: reader.details,
    isTyped: typed !== undefined,
    batches: batches(),
    release: (batch) => current.release?.(batch),
    outcome,
  };
}

const isSame = (a: TableDecision, b: TableDecision): boolean =>
  JSON.stringify(a.columns) === JSON.stringify(b.columns);

const readingOf = ({ as, unit }: TypedColumnInfo): ColumnReading => ({ as, ...(unit && { unit }) });
