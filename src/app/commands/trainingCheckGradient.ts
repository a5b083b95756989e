import { z } from 'zod';
import { trainConfig } from '#/core/protocol/train';
import { targetValues } from '#/core/tasks/targetValue';
import { defineCommand } from './commandDef';
import { gradientCheck } from '../outputs/engine';

export const trainingCheckGradient = defineCommand({
  name: 'training.checkGradient',
  effect: 'reads',
  title: 'Check a gradient',
  summary: 'Compares the gradient of a custom loss with differences in float64, and looks for kinks.',
  input: z.strictObject({
    value: z.enum(targetValues),
    lossParams: trainConfig.shape.lossParams,
    classes: z.int().min(2).max(1000).default(3),
  }),
  output: gradientCheck,
  run: ({ engine }, request) => engine.checkGradient(request),
});
