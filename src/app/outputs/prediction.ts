import { z } from 'zod';
import type {
  AnsweredArray,
  ExportParity,
  ExportPorts,
  ExportReport,
  ForecastPart,
  Prediction,
} from '#/core/protocol/predict';
import { type Complete, named } from './complete';
import { anyNumber, errorInfo, float32 } from './values';

export const prediction = named<Prediction>(
  'Prediction',
  z.object({
    value: z.union([z.string(), anyNumber]),
    field: float32.optional(),
    quantiles: z.array(anyNumber).optional(),
    mask: z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array).optional(),
    probabilities: z.array(anyNumber).optional(),
    odd: z.boolean().optional(),
    arrays: z
      .array(
        z.object({
          name: z.string(),
          dtype: z.string(),
          shape: z.array(z.int()),
          data: z.custom<AnsweredArray['data']>((value) => ArrayBuffer.isView(value) || Array.isArray(value)),
        } satisfies Complete<AnsweredArray>),
      )
      .optional(),
    parts: z
      .array(
        z.object({
          part: z.enum(['last', 'trend', 'seasonality', 'rest']),
          values: float32,
        } satisfies Complete<ForecastPart>),
      )
      .optional(),
  } satisfies Complete<Prediction>),
);

const parity = z.object({
  runtime: z.string(),
  rows: z.int(),
  largestDifference: anyNumber,
  labelsEqual: z.boolean(),
  tolerance: z.number(),
  passed: z.boolean(),
  latencyMs: z.number(),
} satisfies Complete<ExportParity>);

const ports = z.object({
  inputs: z.array(
    z.object({
      name: z.string(),
      column: z.string(),
      dtype: z.enum(['double', 'float', 'int64', 'string', 'uint8']),
      shape: z.array(z.int()).optional(),
    } satisfies Complete<ExportPorts['inputs'][number]>),
  ),
  outputs: z.object({
    label: z.string(),
    probabilities: z.string().optional(),
    quantiles: z.string().optional(),
    odd: z.string().optional(),
    latent: z.string().optional(),
  } satisfies Complete<ExportPorts['outputs']>),
} satisfies Complete<ExportPorts>);

export const exportReport = named<ExportReport>(
  'ExportReport',
  z.object({
    bytes: z.int(),
    sha256: z.string(),
    opset: z.int().optional(),
    irVersion: z.int().optional(),
    nodeCounts: z.record(z.string(), z.int()).optional(),
    fusions: z.array(z.string()).optional(),
    ports: ports.optional(),
    parity: parity.optional(),
    unchecked: errorInfo.optional(),
    webgpuParity: z.union([parity, z.object({ skipped: z.string() })]).optional(),
  } satisfies Complete<ExportReport>),
);
