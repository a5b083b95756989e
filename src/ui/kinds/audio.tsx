import { lazy } from 'react';
import { secondsOf, soundIn } from '#/core/audio/audioSchema';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import type { KindView } from './kindView';

export const audio: KindView = {
  type: 'audio',
  title: 'Sounds',
  size: ({ schema, rows }) =>
    `${formatCount(rows)} ${rows === 1 ? 'clip' : 'clips'} of ${formatNumber(secondsOf(soundIn(schema).hearing), 3)} s`,
  Dataset: lazy(() => import('./audio/SoundView')),
  AskOne: lazy(() => import('./audio/AskSound')),
  AskMany: lazy(() => import('./audio/ManySounds')),
};
