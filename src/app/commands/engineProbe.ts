import { z } from 'zod';
import { defineCommand } from './commandDef';
import { backendInfo } from '../outputs/engine';

export const engineProbe = defineCommand({
  name: 'engine.probe',
  effect: 'reads',
  title: 'Probe backends',
  summary: 'Which of WebGPU, WASM and CPU this machine has.',
  input: z.strictObject({}),
  output: z.array(backendInfo),
  run: ({ engine }) => engine.probe(),
});
