/** The parts of WGSL that kernels by quads begin with: four neighbouring lanes that hand each other what they load. */
import quadLanes1 from '../../../shaders/convNd/quadLanes1.wgsl?raw';
import quadLanes2 from '../../../shaders/convNd/quadLanes2.wgsl?raw';
import quadLanes4 from '../../../shaders/convNd/quadLanes4.wgsl?raw';
import quadSingle from '../../../shaders/convNd/quadSingle.wgsl?raw';
import quadVector from '../../../shaders/convNd/quadVector.wgsl?raw';

/** The lanes of a quad always take the same way; the compiler, which looks at whole workgroups, cannot know. */
export const quadDirectives = 'enable subgroups;\ndiagnostic(off, subgroup_uniformity);\n';

/** Channels of the result in each lane, for groups of that many; `aligned`: a divisor of them, to be loaded at once. */
export function quadWidth(channels: number, aligned = false): 1 | 2 | 4 {
  const width = channels <= 4 ? 1 : channels <= 8 ? 2 : 4;
  if (!aligned || channels % width === 0) return width;
  return channels % 2 === 0 ? 2 : 1;
}

const byWidth = { 1: quadLanes1, 2: quadLanes2, 4: quadLanes4 };
export const quadLanes = (width: 1 | 2 | 4): string => byWidth[width];

export const quadLoads = (inVectors: boolean): string => (inVectors ? quadVector : quadSingle);

export const quadSources = [quadLanes1, quadLanes2, quadLanes4, quadSingle, quadVector];
