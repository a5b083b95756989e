/**
 * Reads a table file as it is meant. Batches are held until the evidence of the whole file is in, or until a
 * bound on memory: then those held are given out under what is known so far, and should the rest of the
 * file prove otherwise, reading starts again with all that is known (`again`). Most files are read once.
 */
import type { DataIssue } from '#/core/protocol/dataset';
import { applyReading, type Strays } from '#/core/reading/applyReading';
import { requireColumns } from '#/core/reading/checkOptions';
import { ColumnEvidence } from '#/core/reading/columnEvidence';
import { decideTable, type TableDecision } from '#/core/reading/decideTable';
import type { Ambiguity, Reading } from '#/core/reading/reading';
import { tellReading } from '#/core/reading/tellReading';
import type { RecordBatch } from '#/core/table/column';
import type { FormatSource, ReadContext, TableFormatDef } from './formatDef';

/** As float64; a part of what the worker may hold. */
const mostHeldBytes = 32 * 1024 * 1024;

export interface TableBatches {
  names: string[];
  details: Record<string, string>;
  /** `again`: forget the batches so far, all of them come once more. */
  batches: AsyncGenerator<RecordBatch | 'again'>;
  /** What the columns are and what must be said of it, when the last batch is out. */
  outcome(): { reading: Reading; issues: DataIssue[] };
}

export async function readTable(
  format: TableFormatDef,
  source: FormatSource,
  context: ReadContext,
  heldBytes: number = mostHeldBytes,
): Promise<TableBatches> {
  const reader = await format.read(source, context);
  const { names, decimal = '.' } = reader;
  // What the file itself says of its columns stands behind what a person says.
  const options = {
    ...context.options,
    columns: { ...reader.options?.columns, ...context.options?.columns },
  };
  requireColumns(options, names, source.name);
  const evidence = names.map(() => new ColumnEvidence(decimal));
  const strays = names.map((): Strays => new Map());
  let decision: TableDecision | undefined;

  const decide = (): TableDecision => decideTable(names, evidence, options, decimal);
  const apply = ({ columns }: TableDecision, batch: RecordBatch): RecordBatch => ({
    rows: batch.rows,
    columns: batch.columns.map((column, i) => {
      const reading = columns[i];
      return reading ? applyReading(column, reading, strays[i] as Strays) : column;
    }),
  });

  async function* batches(): AsyncGenerator<RecordBatch | 'again'> {
    let soFar: TableDecision | undefined;
    let held: RecordBatch[] = [];
    let bytes = 0;
    let given = false;
    for await (const batch of reader.batches) {
      batch.columns.forEach((column, i) => evidence[i]?.add(column));
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
    for await (const batch of once.batches) yield apply(decision, batch);
  }

  function outcome(): { reading: Reading; issues: DataIssue[] } {
    const { columns, locale } = decision ?? decide();
    const issues: DataIssue[] = [];
    const ambiguities: Ambiguity[] = [...(reader.ambiguities ?? [])];
    columns.forEach((column, i) => {
      const name = names[i] as string;
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
    const guessed = { decimal: locale.decimal, ...reader.options };
    return { reading: { options: { ...guessed, ...context.options }, columns, ambiguities }, issues };
  }

  return { names, details: reader.details, batches: batches(), outcome };
}

const isSame = (a: TableDecision, b: TableDecision): boolean =>
  JSON.stringify(a.columns) === JSON.stringify(b.columns);
