/** Schema pieces that several commands share. Inputs are strict: an unknown field is an error, not a silence. */
import { z } from 'zod';
import type { RawRow } from '#/core/protocol/model';
import { type TrainConfig, trainConfig } from '#/core/protocol/train';

export const id = z.string().min(1);

/** Training settings where only what is given is set: the family's defaults fill the rest. */
export const partialTrainConfig = z
  .strictObject(
    Object.fromEntries(
      Object.entries(trainConfig.shape).map(([name, field]) => [name, field.unwrap().optional()]),
    ),
  )
  .meta({ title: 'Partial<TrainConfig>' }) as unknown as z.ZodType<
  Partial<TrainConfig>,
  Partial<TrainConfig>
>;

const isCell = (value: unknown) =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** Kept as it came (z.record would drop a column named `__proto__`). */
export const rawRow = z
  .custom<RawRow>(
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.values(value).every(isCell),
    'expected an object of field name to text, number, true/false or null',
  )
  .meta({
    title: 'RawRow',
    type: 'object',
    additionalProperties: { type: ['string', 'number', 'boolean', 'null'] },
  });

export const tags = z.array(z.string().min(1).max(100)).max(100);
export const tagMap = z.record(z.string(), z.string());
