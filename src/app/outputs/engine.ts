import { z } from 'zod';
import { type ConvMeasurement, convPasses } from '#/core/bench/convShapes';
import type { GradientCheck } from '#/core/expression/checkGradient';
import type { BackendInfo } from '#/core/protocol/engineApi';
import { backendNames } from '#/core/protocol/train';
import { type Complete, named } from './complete';
import { anyNumber } from './values';

export const backendInfo = named<BackendInfo>(
  'BackendInfo',
  z.object({
    backend: z.enum(backendNames),
    available: z.boolean(),
    detail: z.string(),
    maxTensorBytes: z.number().optional(),
  } satisfies Complete<BackendInfo>),
);

export const convMeasurement = named<ConvMeasurement>(
  'ConvMeasurement',
  z.object({
    pass: z.enum(convPasses),
    ms: z.number(),
    gflops: z.number(),
    limitGflops: z.number(),
    tile: z.string(),
    tfjsMs: z.number().optional(),
  } satisfies Complete<ConvMeasurement>),
);

export const gradientCheck = named<GradientCheck>(
  'GradientCheck',
  z.object({
    compared: z.int(),
    worst: anyNumber,
    worstAt: z
      .object({ output: z.array(anyNumber), target: z.string(), analytic: anyNumber, numeric: anyNumber })
      .optional(),
    notes: z.array(z.string()),
    passed: z.boolean(),
  } satisfies Complete<GradientCheck>),
);
