/** How clips enter a network: so many frames at a size, standardised with what. Part of a model version. */
import type { Looking } from './videoSchema';

export interface FittedVideo extends Looking {
  /** Of each channel over the training clips, 0 to 255. */
  mean: number[];
  std: number[];
}
