/** Where a convolution saw what speaks for the answer (gradient/gradCam). */
import type { ExplainerDef } from './explainerDef';
import { type CamParams, camOf } from './gradient/camOf';
import { byMean } from './gradient/gradCam';

export const gradCam: ExplainerDef<CamParams> = camOf({
  type: 'gradCam',
  title: 'Grad-CAM',
  summary:
    'Where the last convolution found what speaks for the answer: coarse, since its result is smaller than the sample, and only what speaks for it.',
  weigh: byMean,
});
