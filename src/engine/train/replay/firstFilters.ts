/** The kernels of a first convolution of images, which can be looked at: what they hold is brightness or colour. */
import { weightSpecs } from '#/core/arch/shapes';
import type { ArchSpec } from '#/core/arch/archSpec';
import type { Tensor } from '#/core/layers/layerDef';
import type { MadeImages, Snapshot } from '#/core/protocol/model';
import type { MakerContext } from './replay';

const mostFilters = 64;
const grey = 127.5;

/** [height, width, channels, filters] of an image's pixels; larger than one pixel. */
function filtersOf(arch: ArchSpec): { name: string; shape: number[] } | undefined {
  const [input] = arch.inputs;
  const first = arch.nodes.find(({ type, inputs }) => type === 'conv2d' && inputs[0] === input?.name);
  const kernel = weightSpecs(arch).find(({ node, key }) => node === first?.id && key === 'kernel');
  if (!kernel || kernel.shape.length !== 4) return undefined;
  const [height = 1, width = 1, channels = 0] = kernel.shape;
  return height * width > 1 && (channels === 1 || channels === 3) ? kernel : undefined;
}

export async function firstFilters({ spec, stepper, tf }: MakerContext): Promise<Pick<Snapshot, 'filters'>> {
  const found = filtersOf(spec.arch);
  if (!found) return {};
  const [height = 1, width = 1, channels = 1, count = 1] = found.shape;
  const values = await stepper.withWeights((views) =>
    tf.transpose(views.get(found.name) as Tensor, [3, 0, 1, 2]),
  );
  const shown = values.subarray(0, Math.min(count, mostFilters) * height * width * channels);
  const most = shown.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const shades = Uint8Array.from(shown, (value) => Math.round(grey + (most > 0 ? (grey * value) / most : 0)));
  const filters: MadeImages = { shape: [height, width, channels], shades };
  return { filters };
}
