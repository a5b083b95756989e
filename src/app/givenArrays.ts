/** The inputs of an imported model as commands take them: an object of input name to values. */
import { z } from 'zod';
import type { GivenArray } from '#/core/protocol/predict';

/** What the values of an input are, the model says; that they fit is checked where it is asked. */
export const givenArrays = z
  .custom<Record<string, unknown>>(
    (value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value),
    'expected an object of input name to values',
  )
  .meta({ title: 'Record<string, number[]… | string[]… | number | Float32Array | { shape, data }>' })
  .transform((given): GivenArray[] => Object.entries(given).map(([name, value]) => ({ name, value })));
