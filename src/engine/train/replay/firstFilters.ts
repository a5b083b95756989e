/** The kernels of a first convolution of images, which can be looked at: what they hold is brightness or colour. */
import { sizeOf } from '#/core/arch/sizeOf';
import { weightSpecs } from '#/core/arch/shapes';
import type { ArchSpec } from '#/core/arch/archSpec';
import type { Tensor } from '#/core/layers/layerDef';
import type { MadeImages, Snapshot } from '#/core/protocol/model';
import type { MakerContext } from './replay';

const mostFilters = 64;
const grey = 127.5;

/** Its weight is [height × width × channels, filters]; kernels of one pixel show nothing. */
function filtersOf(arch: ArchSpec): { name: string; shape: [number, number, number] } | undefined {
  const [input] = arch.inputs;
  const first = arch.nodes.find(({ type, inputs }) => type === 'conv2d' && inputs[0] === input?.name);
  const weight = weightSpecs(arch).find(({ node, key }) => node === first?.id && key === 'kernel');
  const [height = 1, width = 1] = (first?.params.kernel ?? []) as number[];
  const channels = input?.shape.at(-1) ?? 0;
  if (!weight || weight.shape[0] !== height * width * channels || height * width < 2) return undefined;
  return channels === 1 || channels === 3
    ? { name: weight.name, shape: [height, width, channels] }
    : undefined;
}

export async function firstFilters({ spec, stepper, tf }: MakerContext): Promise<Pick<Snapshot, 'filters'>> {
  const found = filtersOf(spec.arch);
  if (!found) return {};
  const { name, shape } = found;
  const values = await stepper.withWeights((views) => tf.transpose(views.get(name) as Tensor));
  const shown = values.subarray(0, mostFilters * sizeOf(shape));
  const most = shown.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const shades = Uint8Array.from(shown, (value) => Math.round(grey + (most > 0 ? (grey * value) / most : 0)));
  const filters: MadeImages = { shape, shades };
  return { filters };
}
