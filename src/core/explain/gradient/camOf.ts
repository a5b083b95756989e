/** What Grad-CAM and Grad-CAM++ have in common: the layer that is asked, and which networks have one. */
import { z } from 'zod';
import { networkOf } from '../../bodies/network';
import { TetradError } from '../../protocol/errors';
import type { ExplainerDef } from '../explainerDef';
import { type byMean, gradCamAttribute, lastConvolved } from './gradCam';
import { byGradient, checked, explainByGradient, label } from './explainByGradient';

const params = z.object({
  layer: z.string().default('').meta({
    label: 'Layer',
    hint: 'By its name in the network. Empty: the last that lies over the sample as convolutions left it.',
  }),
  label,
  checks: checked,
});

export type CamParams = z.infer<typeof params>;

export const camOf = ({
  type,
  title,
  summary,
  weigh,
}: Pick<ExplainerDef, 'type' | 'title' | 'summary'> & { weigh: typeof byMean }): ExplainerDef<CamParams> => ({
  ...byGradient,
  kinds: ['images', 'timeseries', 'spacetime4d', 'audio', 'video'],
  type,
  title,
  summary,
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
      title,
      attribute: gradCamAttribute(arch, node, weigh),
      draws: false,
      measure: `${title} at ${node},`,
      signs: {
        more: 'speaks for the answer',
        less: 'speaks against it',
        how: `By the channels of ${node}, brought to the size of the sample.`,
      },
    });
  },
});
