/** Values of a prepared sample to those that are shown: of columns, of places, or of places and channels. */
import { sizeOf } from '../../arch/sizeOf';
import type { RawSamples } from '../../kinds/rawSamples';
import type { AskedModel, PreparedModel } from '../explainerDef';

export interface Layout {
  model: Pick<AskedModel, 'inputs' | 'isText' | 'pieces'>;
  sample: RawSamples;
  prepared: Pick<PreparedModel, 'inputOf' | 'shape'>;
  /** The channels of a place as one. */
  together: boolean;
}

/** Steps of a series keep their channels, and one map for all of them is the same for each. */
const keepsChannels = ({ sample, prepared, together }: Layout): boolean =>
  sample.form === 'windows' && (!together || prepared.shape.length === 2);

export function laidOut(values: Float64Array, layout: Layout): Float64Array<ArrayBuffer> {
  const { model, sample, prepared } = layout;
  const width = model.inputs.length;
  if (model.isText) return Float64Array.from(values);
  if (sample.form === 'columns') {
    const found = new Float64Array(width);
    for (const [feature, input] of prepared.inputOf.entries())
      found[input] = (found[input] as number) + (values[feature] as number);
    return found;
  }
  const places = sizeOf(prepared.shape) / width;
  const isPerPlace = values.length === places && width > 1;
  if (keepsChannels(layout))
    return isPerPlace
      ? Float64Array.from({ length: places * width }, (_, i) => values[Math.floor(i / width)] as number)
      : Float64Array.from(values);
  if (isPerPlace) return Float64Array.from(values);
  // Of a network whose last axis is none of places: one for all that lie along it.
  if (values.length < places)
    return Float64Array.from(
      { length: places },
      (_, i) => values[Math.floor((i * values.length) / places)] as number,
    );
  const found = new Float64Array(places);
  for (let i = 0; i < values.length; i++) {
    const place = Math.floor(i / width);
    found[place] = (found[place] as number) + (values[i] as number);
  }
  return found;
}

/** How many values are shown. */
export function shownCount(features: Float32Array, layout: Layout): number {
  const size = features.length;
  const width = layout.model.inputs.length;
  if (layout.model.isText) return features.filter((id) => id !== 0).length;
  if (layout.sample.form === 'columns') return width;
  return keepsChannels(layout) ? size : size / width;
}
