/** A dataset of video: its clips to see, to play and to label, the table of them, what was noticed. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { sizeText } from '#/core/images/imageSchema';
import { videoColumns, videoIn } from '#/core/video/videoSchema';
import { formatCount } from '#/ui/charts/formatNumber';
import { KindPage, labelledIn, rowsTab } from '#/ui/components/dataset/KindPage';
import { type GridOf, ImageGrid } from '../images/ImageGrid';
import type { DatasetProps } from '../kindView';
import { LargeClip } from './LargeClip';
import { ReclipDialog } from './ReclipDialog';
import { readPosters } from './readPosters';

const ofClips: GridOf = {
  word: 'clip',
  words: 'clips',
  name: videoColumns.file,
  read: readPosters,
  Open: LargeClip,
};

export default function VideoView(props: DatasetProps) {
  const { version } = props;
  const { items, looking } = videoIn(version.schema);
  const [cutting, setCutting] = useState(false);
  return (
    <>
      <KindPage
        {...props}
        adds={{ words: 'videos', many: true }}
        facts={
          <>
            <span>
              {formatCount(version.rows)} {version.rows === 1 ? 'clip' : 'clips'} of {looking.frames} frames
            </span>
            <span>taken at {sizeText(looking.size)}</span>
            {items.count !== version.rows && <span>{formatCount(items.count)} files</span>}
          </>
        }
        actions={
          <Button variant="default" onClick={() => setCutting(true)}>
            Change clips
          </Button>
        }
        tabs={[
          {
            value: 'clips',
            title: 'Clips',
            panel: (target) => (
              <ImageGrid
                key={version.id}
                version={version}
                label={labelledIn(version, target)}
                hasMarks={false}
                of={ofClips}
              />
            ),
          },
          rowsTab('table', 'Table', version),
        ]}
      />
      {cutting && <ReclipDialog key={version.id} version={version} onClose={() => setCutting(false)} />}
    </>
  );
}
