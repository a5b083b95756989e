/** Values of a page as they are stored, by physical type, before anybody says what they mean. */
import type { Spans } from '../typed/typedColumn';

export type RawValues =
  | { form: 'numbers'; data: Float64Array | Float32Array | Int32Array }
  | { form: 'whole64'; data: BigInt64Array }
  | { form: 'truth'; data: Uint8Array }
  | ({ form: 'bytes' } & Spans)
  | { form: 'indices'; data: Int32Array };

/** Hands out the next values; throws where there are not so many. */
export interface ValueReader {
  next(count: number): RawValues;
}
