/** A dataset of images: the images themselves, the columns beside them, what was noticed. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { imagesIn, sizeText } from '#/core/images/imageSchema';
import { formatCount } from '#/ui/charts/formatNumber';
import { KindPage, labelledIn } from '#/ui/components/dataset/KindPage';
import type { DatasetProps } from '../kindView';
import { ImageGrid } from './ImageGrid';
import { ResizeDialog } from './ResizeDialog';

export default function ImagesView(props: DatasetProps) {
  const { version } = props;
  const { size, marks } = imagesIn(version.schema);
  const [resizing, setResizing] = useState(false);
  return (
    <>
      <KindPage
        {...props}
        hasFiles
        adds={{ words: 'images', many: true }}
        facts={
          <>
            <span>{formatCount(version.rows)} images</span>
            <span>taken at {sizeText(size)}</span>
          </>
        }
        actions={
          <Button variant="default" onClick={() => setResizing(true)}>
            Change size
          </Button>
        }
        tabs={[
          {
            value: 'images',
            title: 'Images',
            panel: (target) => (
              <ImageGrid
                key={version.id}
                version={version}
                label={labelledIn(version, target)}
                hasMarks={marks !== undefined}
              />
            ),
          },
        ]}
      />
      {resizing && <ResizeDialog key={version.id} version={version} onClose={() => setResizing(false)} />}
    </>
  );
}
