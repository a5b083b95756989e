/** Small pieces that many answers share. */
import { z } from 'zod';
import type { BlobRef } from '#/core/protocol/dataset';
import { type ErrorInfo, errorCodes } from '#/core/protocol/errors';
import type { Complete } from './complete';

/** A measured number may be NaN or infinite; JSON carries it as `$number`. */
export const anyNumber = z
  .custom<number>((value) => typeof value === 'number', 'expected a number')
  .meta({ type: 'number' });
export const figures = z.record(z.string(), anyNumber);
/** Epoch milliseconds. */
export const time = z.number();

/** JSON that belongs to a registry entry (a job kind, a kind of data, a body), whose own schema says what it is. */
export const ofItsKind = z.unknown().meta({ title: 'unknown' });

const typedArray = <T>(title: string, type: new (...args: never[]) => T) =>
  z.custom<T>((value) => value instanceof type, `expected a ${title}`).meta({ title });

export const bytes = typedArray<Uint8Array<ArrayBuffer>>('Uint8Array', Uint8Array);
export const float32 = typedArray<Float32Array>('Float32Array', Float32Array);
export const float64 = typedArray<Float64Array<ArrayBuffer>>('Float64Array', Float64Array);
export const int32 = typedArray<Int32Array<ArrayBuffer>>('Int32Array', Int32Array);
export const uint32 = typedArray<Uint32Array<ArrayBuffer>>('Uint32Array', Uint32Array);

export const blobRef = z.object({ hash: z.string(), bytes: z.int() } satisfies Complete<BlobRef>);

export const errorInfo = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  hint: z.string().optional(),
  place: z.string().optional(),
} satisfies Complete<ErrorInfo>);
