/** The parts of WGSL that kernels of convolutions are put together from: how wide an invocation is, how it loads. */
import channels1 from '../../../shaders/convNd/channels1.wgsl?raw';
import channels2 from '../../../shaders/convNd/channels2.wgsl?raw';
import channels3 from '../../../shaders/convNd/channels3.wgsl?raw';
import channels4 from '../../../shaders/convNd/channels4.wgsl?raw';
import channels8 from '../../../shaders/convNd/channels8.wgsl?raw';
import loadSingle from '../../../shaders/convNd/loadSingle.wgsl?raw';
import loadVector from '../../../shaders/convNd/loadVector.wgsl?raw';

/** The invocations of a quad always take the same way; the compiler, which looks at whole workgroups, cannot know. */
export const quadDirectives = 'enable subgroups;\ndiagnostic(off, subgroup_uniformity);\n';

/** Channels of the result in each invocation of a quad, for that many; `aligned`: a divisor of them, to be loaded at once. */
export function quadWidth(channels: number, aligned = false): 1 | 2 | 4 {
  const width = channels <= 4 ? 1 : channels <= 8 ? 2 : 4;
  if (!aligned || channels % width === 0) return width;
  return channels % 2 === 0 ? 2 : 1;
}

/** Of an invocation that works alone. */
export const aloneWidth = (channels: number): ChannelWidth =>
  channels > 4 ? 8 : (Math.min(4, channels) as ChannelWidth);

const byWidth = { 1: channels1, 2: channels2, 3: channels3, 4: channels4, 8: channels8 };
export type ChannelWidth = keyof typeof byWidth;
export const channelParts = (width: ChannelWidth): string => byWidth[width];

/** Of x, whose channels of a group are a multiple of four for `inVectors`. */
export const loadParts = (inVectors: boolean): string => (inVectors ? loadVector : loadSingle);

export const convParts = [...Object.values(byWidth), loadSingle, loadVector];
