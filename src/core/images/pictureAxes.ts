/** Which axes of somebody's model are those of pictures: three or one of channels, before height and width or behind. */
import { TetradError } from '../protocol/errors';
import type { OnnxPort } from '../protocol/predict';
import type { ImageSize } from './imageSchema';

export interface PictureAxes {
  height: number;
  width: number;
  channels: ImageSize['channels'];
  channelsFirst: boolean;
}

/** `size`: of the images, for what the model leaves free. badInput where it takes no such pictures. */
export function pictureAxes(
  { dtype, shape }: Pick<OnnxPort, 'dtype' | 'shape'>,
  size: Pick<ImageSize, 'height' | 'width' | 'channels'>,
  channelsFirst?: boolean,
): PictureAxes {
  const [, ...axes] = shape ?? ['batch', 'channels', 'height', 'width'];
  if (dtype !== 'float' || axes.length !== 3)
    throw new TetradError({
      code: 'badInput',
      message:
        'Only models that take pictures, as float [batch, channels, height, width] or channels last, go with a dataset of images.',
      place: 'modelVersionId',
      hint: 'Choose such a model.',
    });
  const isChannels = (axis: number | string | undefined) => axis === 1 || axis === 3;
  const first = channelsFirst ?? !(isChannels(axes[2]) && !isChannels(axes[0]));
  const [channels, height, width] = first ? axes : [axes[2], axes[0], axes[1]];
  const fixed = (axis: number | string | undefined, other: number) =>
    typeof axis === 'number' ? axis : other;
  if (typeof channels === 'number' && channels !== size.channels)
    throw new TetradError({
      code: 'badInput',
      message: `The model takes pictures of ${channels} channels; these have ${size.channels}.`,
      place: 'datasetId',
      hint: 'On the page of the dataset, choose the other under Image size.',
    });
  return {
    height: fixed(height, size.height),
    width: fixed(width, size.width),
    channels: size.channels,
    channelsFirst: first,
  };
}
