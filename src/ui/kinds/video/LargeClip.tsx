/** One clip to play, with its label; buttons, PageUp and PageDown go to its neighbours. */
import { ActionIcon, Group, Modal } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { videoColumns } from '#/core/video/videoSchema';
import type { OpenProps } from '../images/LargeImage';
import { useImages } from '../images/useImages';
import { ClipPlayer } from './ClipPlayer';
import { readPosters } from './readPosters';

export function LargeClip({ versionId, row, label, onMove, onClose }: Omit<OpenProps, 'colours'>) {
  const { imageAt } = useImages(
    { versionId, side: 0, marks: false, name: videoColumns.file, label },
    () => [row],
    readPosters,
  );
  const clip = imageAt(row);
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={clip ? clip.name : 'Clip'}
      onKeyDown={(event) => {
        if (event.key === 'PageDown') onMove(1);
        if (event.key === 'PageUp') onMove(-1);
      }}
    >
      <ClipPlayer key={row} versionId={versionId} row={row} />
      <Group justify="space-between" mt={12}>
        <ActionIcon variant="default" aria-label="The clip before" onClick={() => onMove(-1)}>
          <IconChevronLeft size={16} />
        </ActionIcon>
        <span className="quiet">{clip?.label ?? (label === undefined ? '' : 'no label')}</span>
        <ActionIcon variant="default" aria-label="The next clip" onClick={() => onMove(1)}>
          <IconChevronRight size={16} />
        </ActionIcon>
      </Group>
    </Modal>
  );
}
