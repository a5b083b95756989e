import { z } from 'zod';
import type {
  ClassPredictions,
  ForecastPredictions,
  NumberPredictions,
  ValidationPredictions,
} from '#/core/evaluation/validationPredictions';
import { type Complete, named } from './complete';
import { anyNumber, float32, float64, int32, uint32 } from './values';

const judged = { totalRows: z.int(), rows: uint32, blocks: int32.optional() };
const scores = { model: anyNumber, persistence: anyNumber };

export const evaluation = named<ValidationPredictions>(
  'ValidationPredictions',
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('classification'),
      ...judged,
      labels: z.array(z.string()),
      truth: int32,
      probabilities: float32 as z.ZodType<Float32Array<ArrayBuffer>>,
    } satisfies Complete<ClassPredictions>),
    z.object({
      kind: z.literal('regression'),
      ...judged,
      truth: float64,
      predicted: float64,
    } satisfies Complete<NumberPredictions>),
    z.object({
      kind: z.literal('forecast'),
      ...judged,
      errors: float64.optional(),
      channels: z.array(
        z.object({
          channel: z.string(),
          unit: z.string().optional(),
          leads: z.array(
            z.object({
              lead: z.int(),
              forecasts: z.int(),
              rmse: z.object({ ...scores, climatology: anyNumber }),
              correlation: z.object(scores),
            }),
          ),
        }),
      ),
    } satisfies Complete<ForecastPredictions>),
  ]),
);
