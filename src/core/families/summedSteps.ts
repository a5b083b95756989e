/**
 * Long windows before what goes along them step by step: a convolution sums several steps up, so that fewer are left
 * (as in Ordóñez, Roggen 2016, DeepConvLSTM, for activities felt by sensors).
 */
import { z } from 'zod';
import { samePadding } from '../arch/convGeometry';
import type { NodeList } from './nodeList';

/** Windows longer than the first are summed up to about the second. */
const longest = 64;
const wanted = 32;

export const stepsSetting = z.int().min(0).max(64).default(0).meta({
  label: 'Steps at once',
  hint: 'How many steps a convolution sums up first. 0: one, and of windows longer than 64 as many as leave about 32. A forecast takes each step.',
});

export function addSummedSteps(list: NodeList, times: number, steps: number, filters: number): void {
  const stride = [steps || (times > longest ? Math.round(times / wanted) : 1)];
  if (stride[0] === 1) return;
  const kernel = [Math.min(times, 2 * (stride[0] as number))];
  list.add('summed', 'conv1d', {
    filters,
    kernel,
    stride,
    ...samePadding({ inSize: [times], kernel, stride }),
  });
  list.add('summedNorm', 'batchNorm');
  list.add('summedRelu', 'activation', { kind: 'relu' });
}
