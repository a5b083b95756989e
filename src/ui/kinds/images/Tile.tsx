import type { MouseEvent } from 'react';
import classes from './images.module.css';
import { type ClassColours, Marks } from './Marks';
import type { SeenImage } from './imageCache';

export interface TileProps {
  id: string;
  row: number;
  image?: SeenImage;
  side: number;
  isChosen: boolean;
  isCurrent: boolean;
  hasLabel: boolean;
  colours: ClassColours;
  onClick(event: MouseEvent): void;
  onOpen(): void;
}

/** Images that are enlarged show their pixels. */
export const isSmall = ({ width, height }: Pick<SeenImage, 'width' | 'height'>, side: number): boolean =>
  Math.max(width, height) < side;

export function Tile({
  id,
  row,
  image,
  side,
  isChosen,
  isCurrent,
  hasLabel,
  colours,
  onClick,
  onOpen,
}: TileProps) {
  const caption = hasLabel ? (image?.label ?? (image ? 'no label' : '')) : (image?.name ?? '');
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the list takes the keys for all of them
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      aria-label={image ? `${image.name}${image.label === null ? '' : `, ${image.label}`}` : `image ${row}`}
      className={classes.tile}
      data-current={isCurrent}
      style={{ width: side + 8 }}
      title={image?.name}
      onClick={onClick}
      onDoubleClick={onOpen}
    >
      <div className={classes.picture} style={{ height: side }}>
        {image?.url && <img src={image.url} alt="" data-small={isSmall(image, side)} decoding="async" />}
        {image && <Marks image={image} names={false} colours={colours} />}
        {image?.problem && <span className="quiet">{image.problem}</span>}
      </div>
      <span className={classes.caption} data-empty={hasLabel && image?.label == null}>
        {caption}
      </span>
    </div>
  );
}
