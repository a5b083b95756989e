/** Where a convolution saw what speaks for the answer, place by place (gradient/gradCam). */
import type { ExplainerDef } from './explainerDef';
import { type CamParams, camOf } from './gradient/camOf';
import { byPlace } from './gradient/gradCam';

export const gradCamPlus: ExplainerDef<CamParams> = camOf({
  type: 'gradCamPlus',
  title: 'Grad-CAM++',
  summary:
    'As Grad-CAM, each place of a channel weighed by how far it alone could carry the score: finds several parts of one thing, or several of them, better.',
  weigh: byPlace,
});
