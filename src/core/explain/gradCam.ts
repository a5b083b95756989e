/** Where a convolution saw what speaks for the answer (gradient/gradCam). */
import { z } from 'zod';
import { networkOf } from '../bodies/network';
import { TetradError } from '../protocol/errors';
import type { ExplainerDef } from './explainerDef';
import { gradCamAttribute, lastConvolved } from './gradient/gradCam';
import { byGradient, checked, explainByGradient, label } from './gradient/explainByGradient';

const params = z.object({
  layer: z.string().default('').meta({
    label: 'Layer',
    hint: 'By its name in the network. Empty: the last that lies over the sample as convolutions left it.',
  }),
  label,
  checks: checked,
});

export const gradCam: ExplainerDef<z.infer<typeof params>> = {
  ...byGradient,
  kinds: ['images', 'timeseries', 'spacetime4d'],
  type: 'gradCam',
  title: 'Grad-CAM',
  summary:
    'Where the last convolution found what speaks for the answer: coarse, since its result is smaller than the sample, and only what speaks for it.',
  fits(version) {
    const arch = networkOf(version)?.arch;
    return arch !== undefined && lastConvolved(arch) !== undefined;
  },
  params,
  explain(model, explained, settings) {
    const { arch } = model;
    const node = settings.layer || (arch && lastConvolved(arch));
    if (!arch || !node || !arch.nodes.some(({ id }) => id === node))
      throw new TetradError({
        code: 'badInput',
        message: `The network has no layer "${settings.layer.slice(0, 80)}".`,
        place: 'params.layer',
        hint: `Use one of: ${(arch?.nodes ?? []).map(({ id }) => id).join(', ')}.`,
      });
    return explainByGradient(model, explained, settings, {
      title: 'Grad-CAM',
      attribute: gradCamAttribute(arch, node),
      draws: false,
      measure: `Grad-CAM at ${node},`,
      signs: {
        more: 'speaks for the answer',
        less: 'speaks against it',
        how: `By the channels of ${node}, brought to the size of the sample.`,
      },
    });
  },
};
