/** One image as large as there is room, with its boxes; arrows go to its neighbours. */
import { ActionIcon, Group, Modal } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { imageColumn } from '#/core/images/imageSchema';
import { ErrorNote } from '#/ui/components/ErrorNote';
import classes from './images.module.css';
import { type ClassColours, Marks } from './Marks';
import { isSmall } from './Tile';
import { useImages } from './useImages';

const largeSide = 1600;

export interface OpenProps {
  versionId: string;
  row: number;
  label?: string;
  colours: ClassColours;
  onMove: (step: number) => void;
  onClose: () => void;
}

export function LargeImage({ versionId, row, label, colours, onMove, onClose }: OpenProps) {
  const { imageAt, error } = useImages(
    { versionId, side: largeSide, marks: true, name: imageColumn, label },
    () => [row],
  );
  const image = imageAt(row);
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={image ? image.name : 'Image'}
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight') onMove(1);
        if (event.key === 'ArrowLeft') onMove(-1);
      }}
    >
      <div className={`${classes.large} ${classes.picture}`}>
        {image?.url && <img src={image.url} alt={image.name} data-small={isSmall(image, 640)} />}
        {image && <Marks image={image} names colours={colours} />}
      </div>
      {error !== undefined && <ErrorNote error={error} />}
      <Group justify="space-between" mt={12}>
        <ActionIcon variant="default" aria-label="The image before" onClick={() => onMove(-1)}>
          <IconChevronLeft size={16} />
        </ActionIcon>
        <span className="quiet">
          {image &&
            `${image.width} × ${image.height} pixels${image.label === null ? '' : ` · ${image.label}`}`}
        </span>
        <ActionIcon variant="default" aria-label="The next image" onClick={() => onMove(1)}>
          <IconChevronRight size={16} />
        </ActionIcon>
      </Group>
    </Modal>
  );
}
