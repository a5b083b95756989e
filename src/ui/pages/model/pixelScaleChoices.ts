import type { PixelScale } from '#/core/protocol/train';

/** What the values of pixels may be to a model that somebody else made. */
export const pixelScaleChoices: { value: PixelScale; label: string }[] = [
  { value: 'unit', label: '0 to 1' },
  { value: 'signed', label: '−1 to 1' },
  { value: 'bytes', label: '0 to 255' },
  { value: 'imagenet', label: 'Standardised as for ImageNet' },
];
