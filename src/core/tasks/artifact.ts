/**
 * What a task keeps of the answers of a run beside which rows they are: JSON members and arrays. One declaration makes
 * how it is stored (evaluation/validationPredictions) and what a command answers.
 */
import type { z } from 'zod';
import type { ValidationPredictions } from '../evaluation/validationPredictions';

export interface ArtifactColumn {
  dtype: keyof ColumnTypes;
  /** Values per row; 1 by default. Of the members, already checked. */
  perRow?: (members: Record<string, unknown>) => number;
  /** Absent in runs of before. */
  optional?: true;
}

interface ColumnTypes {
  int32: Int32Array<ArrayBuffer>;
  float32: Float32Array<ArrayBuffer>;
  float64: Float64Array<ArrayBuffer>;
}

export type ColumnArray = ColumnTypes[keyof ColumnTypes];

export interface Artifact {
  members: Record<string, z.ZodType>;
  /** In the order they are stored. */
  columns: Record<string, ArtifactColumn>;
  /** What cannot be, in words: "it names an unknown label". */
  damage?(judged: ValidationPredictions): string | undefined;
}

type Own<A> = Omit<A, keyof ValidationPredictions>;
type ColumnNames<A> = {
  [K in keyof Own<A>]-?: NonNullable<Own<A>[K]> extends ColumnArray ? K : never;
}[keyof Own<A>];

/** A member or a column for everything that A has of its own. */
interface ArtifactOf<A extends ValidationPredictions> {
  members: { [K in keyof Omit<Own<A>, ColumnNames<A>>]-?: z.ZodType<A[K & keyof A]> };
  columns: {
    [K in ColumnNames<A>]-?: Omit<ArtifactColumn, 'perRow'> & { perRow?: (members: A) => number };
  };
  damage?(judged: A): string | undefined;
}

export const defineArtifact = <A extends ValidationPredictions>(artifact: ArtifactOf<A>): Artifact =>
  artifact as unknown as Artifact;
