/** Every built-in sample: one file and one line each, in the order of the gallery. */
import { advectedField } from './advectedField';
import { activity } from './activity';
import { airline } from './airline';
import { authors } from './authors';
import { beatingPhantom } from './beatingPhantom';
import { chirpDetector } from './chirpDetector';
import { churn } from './churn';
import { colouredShapes } from './colouredShapes';
import { drawnDigits } from './drawnDigits';
import { gammaSpectra } from './gammaSpectra';
import { houses } from './houses';
import { iris } from './iris';
import { movingGaussians } from './movingGaussians';
import { movingShapes } from './movingShapes';
import { serverEvents } from './serverEvents';
import { spokenSyllables } from './spokenSyllables';

export const samples = [
  iris,
  churn,
  houses,
  drawnDigits,
  colouredShapes,
  airline,
  spokenSyllables,
  movingShapes,
  activity,
  gammaSpectra,
  serverEvents,
  authors,
  movingGaussians,
  chirpDetector,
  advectedField,
  beatingPhantom,
] as const;

export type Sample = (typeof samples)[number];
