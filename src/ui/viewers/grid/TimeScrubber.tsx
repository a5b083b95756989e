/** The moment shown: play, and a slider over all times. */
import { ActionIcon, Slider } from '@mantine/core';
import {
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerTrackNext,
  IconPlayerTrackPrev,
} from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { GridAxis } from '#/core/grid/gridSchema';
import styles from './grid.module.css';
import { coordinateText } from './gridSource';

const frameMs = 125;

export function TimeScrubber({
  axis,
  time,
  isReady,
  onTime,
}: {
  axis: GridAxis;
  time: number;
  /** The moment is drawn; playing waits for it. */
  isReady: boolean;
  onTime(time: number): void;
}) {
  const [isPlaying, setPlaying] = useState(false);
  useEffect(() => {
    if (!isPlaying || !isReady) return;
    const timer = setTimeout(() => onTime((time + 1) % axis.size), frameMs);
    return () => clearTimeout(timer);
  }, [isPlaying, isReady, time, axis.size, onTime]);
  const step = (by: number) => onTime((time + by + axis.size) % axis.size);
  const value = axis.first === undefined ? '' : ` · ${coordinateText(axis, time)}`;

  return (
    <div className={styles.scrubber}>
      <ActionIcon variant="subtle" aria-label="Previous moment" onClick={() => step(-1)}>
        <IconPlayerTrackPrev size={16} />
      </ActionIcon>
      <ActionIcon
        variant="light"
        aria-label={isPlaying ? 'Pause' : 'Play'}
        onClick={() => setPlaying((before) => !before)}
      >
        {isPlaying ? <IconPlayerPause size={16} /> : <IconPlayerPlay size={16} />}
      </ActionIcon>
      <ActionIcon variant="subtle" aria-label="Next moment" onClick={() => step(1)}>
        <IconPlayerTrackNext size={16} />
      </ActionIcon>
      <Slider
        className={styles.grow}
        size="sm"
        label={null}
        thumbLabel="Time"
        min={0}
        max={Math.max(0, axis.size - 1)}
        value={time}
        onChange={onTime}
      />
      <output className="num" aria-label="Moment">
        {time + 1} of {axis.size}
        {value}
      </output>
    </div>
  );
}
