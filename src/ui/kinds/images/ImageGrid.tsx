/** All images of a version, or pictures of its samples, as a grid that reads only what is in view: looked at, chosen and labelled by keyboard or mouse. */
import { Button, NativeSelect, SegmentedControl, Switch } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type ComponentType,
  type KeyboardEvent,
  type MouseEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { imageColumn } from '#/core/images/imageSchema';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { formatCount } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { useCommand } from '#/ui/useCommand';
import classes from './images.module.css';
import { type ImageCache, readBatch } from './imageCache';
import { LargeImage, type OpenProps } from './LargeImage';
import { linesWanted } from './linesWanted';
import { ClassColours } from './Marks';
import { Relabel } from './Relabel';
import { ScrollSpeed } from './scrollSpeed';
import { Tile } from './Tile';
import { useImages } from './useImages';

const sides = { small: 64, medium: 112, large: 208 };
type Side = keyof typeof sides;
const gap = 8;
const frame = 8;
const captionHeight = 20;
/** Views that are read ahead of one that is scrolled, of images that are quickly read. */
const viewsAhead = 3;
const firstPlaces = 32;

/** What is shown where samples are no images themselves. */
export interface GridOf {
  /** "image", "images" */
  word: string;
  words: string;
  /** The column of names. */
  name: string;
  read: typeof readBatch;
  viewsAhead?: number;
  Open: ComponentType<OpenProps>;
}

const ofImages: GridOf = {
  word: 'image',
  words: 'images',
  name: imageColumn,
  read: readBatch,
  viewsAhead,
  Open: LargeImage,
};

export function ImageGrid({
  version,
  label,
  hasMarks,
  of = ofImages,
}: {
  version: DatasetVersion;
  label?: string;
  hasMarks: boolean;
  of?: GridOf;
}) {
  const [zoom, setZoom] = useState<Side>('medium');
  const [marks, setMarks] = useState(true);
  const [shown, setShown] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [current, setCurrent] = useState(0);
  const [anchor, setAnchor] = useState(0);
  const [open, setOpen] = useState<number>();
  const [typed, setTyped] = useState<string>();
  const { ref: measured, width } = useElementSize();
  const scroller = useRef<HTMLDivElement>(null);
  const speed = useRef(new ScrollSpeed());
  const leastSide = sides[zoom];
  const stats = version.stats.find(({ name }) => name === label);
  const colours = useMemo(() => new ClassColours((stats?.top ?? []).map(({ value }) => value)), [stats]);
  const labels = useMemo(() => (stats?.top ?? []).map(({ value }) => value), [stats]);

  const filter =
    label !== undefined && shown !== ''
      ? { versionId: version.id, column: label, value: JSON.parse(shown) as string | null }
      : null;
  const found = useCommand('datasets.find', filter);
  const rows = filter ? found.data?.rows : undefined;
  const count = filter ? (rows?.length ?? 0) : version.rows;
  const rowAt = (place: number): number => (rows ? (rows[place] as number) : place);

  const across = Math.max(1, Math.floor((width - gap) / (leastSide + frame + gap)));
  // As many as fit, as large as they then fill the line.
  const side = Math.max(leastSide, Math.floor((width - gap) / across) - frame - gap);
  const lineHeight = side + frame + captionHeight + gap;
  const virtual = useVirtualizer({
    count: Math.ceil(count / across),
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 3,
    paddingStart: gap,
    onChange: ({ scrollOffset }) => speed.current.note(scrollOffset ?? 0, performance.now()),
  });
  // It keeps the places of lines as long as their number stays.
  useLayoutEffect(() => virtual.measure(), [virtual, lineHeight]);
  const lines = virtual.getVirtualItems();
  const placesOf = (line: number): number[] =>
    Array.from({ length: Math.min(across, count - line * across) }, (_, i) => line * across + i);
  const wanted = {
    versionId: version.id,
    side: leastSide * 2,
    marks: marks && hasMarks,
    name: of.name,
    ...(label !== undefined && { label }),
  };
  const { startIndex: first, endIndex: last } = virtual.range ?? { startIndex: 0, endIndex: -1 };
  // Before the grid has a width nothing is in view; the first are wanted in any case.
  const placesFor = ({ secondsToRead, readPerSecond }: ImageCache['pace']): number[] => {
    if (!virtual.range) return Array.from({ length: Math.min(count, firstPlaces) }, (_, i) => i);
    const linesPerSecond = virtual.isScrolling ? speed.current.pixelsPerSecond / lineHeight : 0;
    const { lines: ahead, most } = linesWanted({
      first,
      last,
      isUp: virtual.scrollDirection === 'backward',
      views: of.viewsAhead ?? 1,
      count: Math.ceil(count / across),
      across,
      flight: { linesPerSecond, secondsToRead, readPerSecond },
    });
    return ahead.flatMap((line) => placesOf(line).slice(0, most));
  };
  const { imageAt, error } = useImages(wanted, (pace) => placesFor(pace).map(rowAt), of.read);

  const goTo = (place: number, extend: boolean) => {
    const next = Math.max(0, Math.min(count - 1, place));
    setCurrent(next);
    virtual.scrollToIndex(Math.floor(next / across));
    if (!extend) {
      setAnchor(next);
      return;
    }
    const [from, to] = [Math.min(anchor, next), Math.max(anchor, next)];
    setChosen(new Set(Array.from({ length: to - from + 1 }, (_, i) => rowAt(from + i))));
  };
  const toggle = (place: number) => {
    const row = rowAt(place);
    const next = new Set(chosen);
    if (!next.delete(row)) next.add(row);
    setChosen(next);
  };
  const onClick = (place: number, event: MouseEvent) => {
    if (event.shiftKey) goTo(place, true);
    else {
      goTo(place, false);
      toggle(place);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / lineHeight)) * across;
    const steps = new Map([
      ['ArrowRight', 1],
      ['ArrowLeft', -1],
      ['ArrowDown', across],
      ['ArrowUp', -across],
      ['PageDown', page],
      ['PageUp', -page],
      ['Home', -current],
      ['End', count],
    ]);
    const step = steps.get(event.key);
    if (step !== undefined) goTo(current + step, event.shiftKey);
    else if (event.key === ' ') toggle(current);
    else if (event.key === 'Enter') setOpen(current);
    else if (event.key === 'Escape') setChosen(new Set());
    else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey))
      setChosen(new Set(rows ?? Array.from({ length: count }, (_, i) => i)));
    else if (
      event.key.length === 1 &&
      label !== undefined &&
      !event.ctrlKey &&
      !event.metaKey &&
      !event.altKey
    ) {
      if (chosen.size === 0) toggle(current);
      setTyped(event.key);
    } else return;
    event.preventDefault();
  };

  return (
    <>
      <div className={classes.bar}>
        {label !== undefined && (
          <NativeSelect
            size="xs"
            label={`Show ${label}`}
            value={shown}
            onChange={(event) => {
              setShown(event.currentTarget.value);
              setCurrent(0);
              setChosen(new Set());
            }}
            data={[
              { value: '', label: 'all' },
              ...(stats?.top ?? []).map(({ value, count: of }) => ({
                value: JSON.stringify(value),
                label: `${value} (${formatCount(of)})`,
              })),
              ...(stats && stats.missing > 0
                ? [{ value: 'null', label: `without (${formatCount(stats.missing)})` }]
                : []),
            ]}
          />
        )}
        <SegmentedControl
          size="xs"
          aria-label={`Size of the ${of.words}`}
          value={zoom}
          onChange={(value) => setZoom(value as Side)}
          data={Object.keys(sides)}
        />
        {hasMarks && (
          <Switch
            size="xs"
            label="Boxes and masks"
            checked={marks}
            onChange={(event) => setMarks(event.currentTarget.checked)}
          />
        )}
        <span className={`quiet ${classes.count}`}>
          {formatCount(count)} {of.words}
        </span>
      </div>
      {(error ?? found.error) !== undefined && <ErrorNote error={error ?? found.error} />}
      <div
        ref={scroller}
        className={classes.scroller}
        role="listbox"
        aria-label={capital(of.words)}
        aria-multiselectable="true"
        aria-activedescendant={count > 0 ? `image-${current}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div
          ref={measured}
          className={classes.all}
          style={{ height: virtual.getTotalSize() }}
          role="presentation"
        >
          {width > 0 &&
            lines.map((line) => (
              <div
                key={line.key}
                className={classes.line}
                style={{ transform: `translateY(${line.start}px)` }}
                role="presentation"
              >
                {placesOf(line.index).map((place) => (
                  <Tile
                    key={place}
                    id={`image-${place}`}
                    row={rowAt(place)}
                    image={imageAt(rowAt(place))}
                    side={side}
                    isChosen={chosen.has(rowAt(place))}
                    isCurrent={place === current}
                    hasLabel={label !== undefined}
                    colours={colours}
                    onClick={(event) => onClick(place, event)}
                    onOpen={() => setOpen(place)}
                  />
                ))}
              </div>
            ))}
        </div>
      </div>
      {chosen.size > 0 && (
        <div className={classes.chosen} role="group" aria-label={`Chosen ${of.words}`}>
          <span>
            {formatCount(chosen.size)} {chosen.size === 1 ? of.word : of.words} chosen
          </span>
          {label !== undefined && (
            <Relabel
              key={typed ?? ''}
              versionId={version.id}
              column={label}
              rows={[...chosen]}
              labels={labels}
              typed={typed}
              onDone={() => {
                setTyped(undefined);
                setChosen(new Set());
                scroller.current?.focus();
              }}
            />
          )}
          <Button size="xs" variant="subtle" onClick={() => setChosen(new Set())}>
            Choose none
          </Button>
        </div>
      )}
      {open !== undefined && (
        <of.Open
          versionId={version.id}
          row={rowAt(open)}
          label={label}
          colours={colours}
          onMove={(step) => setOpen(Math.max(0, Math.min(count - 1, open + step)))}
          onClose={() => {
            goTo(open, false);
            setOpen(undefined);
          }}
        />
      )}
    </>
  );
}

const capital = (word: string): string => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
