/** What is used of flechette's batches: buffers as they lie in the file, and a way to one value. */
import { Type } from '@uwdata/flechette';
import type { TypedColumnInfo } from '../formatDef';

export interface ArrowType {
  typeId: number;
  bitWidth?: number;
  signed?: boolean;
  precision?: number;
  scale?: number;
  unit?: number;
  timezone?: string | null;
  stride?: number;
  children?: ArrowField[];
  dictionary?: ArrowType;
}

export interface ArrowField {
  /** Absent in some files: the format allows it. */
  name: string | null;
  type: ArrowType;
}

export interface ArrowBatch {
  type: ArrowType;
  length: number;
  nullCount: number;
  validity?: Uint8Array;
  values?: ArrayLike<number | bigint>;
  offsets?: ArrayLike<number | bigint>;
  children?: ArrowBatch[];
  dictionary?: { data: readonly ArrowBatch[]; length: number };
  isValid(index: number): boolean;
  value(index: number): unknown;
}

export function infoOf(type: ArrowType): TypedColumnInfo {
  switch (type.typeId) {
    case Type.Int:
      return { as: 'number', type: 'integer' };
    case Type.Float:
    case Type.Decimal:
      return { as: 'number', type: 'numeric' };
    case Type.Bool:
      return { as: 'boolean', type: 'boolean' };
    case Type.Date:
    case Type.Timestamp:
      return { as: 'date', type: 'datetime' };
    case Type.Time:
    case Type.Duration:
      return { as: 'duration', type: 'numeric', unit: 's' };
    case Type.Dictionary: {
      const of = type.dictionary ? infoOf(type.dictionary) : undefined;
      return of && of.as !== 'text' ? of : { as: 'text', type: 'categorical' };
    }
    default:
      return { as: 'text' };
  }
}

/** Digits behind the second, by the unit of a time. */
export const digitsOf = (unit: number | undefined): number => 3 * (unit ?? 0);
