/** Every built-in sample: one file and one line each, in the order of the gallery. */
import { advectedField } from './advectedField';
import { beatingPhantom } from './beatingPhantom';
import { chirpDetector } from './chirpDetector';
import { churn } from './churn';
import { houses } from './houses';
import { iris } from './iris';
import { movingGaussians } from './movingGaussians';

export const samples = [
  iris,
  churn,
  houses,
  movingGaussians,
  chirpDetector,
  advectedField,
  beatingPhantom,
] as const;

export type Sample = (typeof samples)[number];
