import { lazy } from 'react';
import { imagesIn, sizeText } from '#/core/images/imageSchema';
import { formatCount } from '#/ui/charts/formatNumber';
import type { KindView } from './kindView';

export const images: KindView = {
  type: 'images',
  title: 'Images',
  size: ({ schema, rows }) => `${formatCount(rows)} images, taken at ${sizeText(imagesIn(schema).size)}`,
  Dataset: lazy(() => import('./images/ImagesView')),
  AskOne: lazy(() => import('./images/AskImage')),
  AskMany: lazy(() => import('./images/ManyImages')),
};
