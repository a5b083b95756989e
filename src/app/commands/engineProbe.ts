import { z } from 'zod';
import type { BackendInfo } from '#/core/protocol/engineApi';
import { typed } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const engineProbe = defineCommand({
  name: 'engine.probe',
  effect: 'reads',
  title: 'Probe backends',
  summary: 'Which of WebGPU, WASM and CPU this machine has.',
  input: z.strictObject({}),
  output: z.array(typed<BackendInfo>('BackendInfo')),
  run: ({ engine }) => engine.probe(),
});
