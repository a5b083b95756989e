import { lazy } from 'react';
import { videoIn } from '#/core/video/videoSchema';
import { formatCount } from '#/ui/charts/formatNumber';
import type { KindView } from './kindView';

export const video: KindView = {
  type: 'video',
  title: 'Videos',
  size: ({ schema, rows }) =>
    `${formatCount(rows)} ${rows === 1 ? 'clip' : 'clips'} of ${videoIn(schema).looking.frames} frames`,
  Dataset: lazy(() => import('./video/VideoView')),
  AskOne: lazy(() => import('./video/AskVideo')),
  AskMany: lazy(() => import('./video/ManyVideos')),
};
