/** Clips of a dataset to look at, to hear and to label: arrows move, Space plays, Shift chooses several, Enter labels. */
import { Autocomplete, Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { type KeyboardEvent, type MouseEvent, useMemo, useRef, useState } from 'react';
import { run } from '#/app/run';
import { type AudioSchema, audioColumns } from '#/core/audio/audioSchema';
import type { FeatureSpec } from '#/core/audio/featureSpec';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { formatCount } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { useAttempt } from '#/ui/useAttempt';
import { useCommand } from '#/ui/useCommand';
import { FeatureControls, faultOf } from './FeatureControls';
import { PictureCanvas, WaveCanvas } from './SoundCanvas';
import classes from './sound.module.css';
import { usePlayer } from './usePlayer';

const pageRows = 24;

export default function ClipsTab({
  version,
  sound: { hearing },
  target,
}: {
  version: DatasetVersion;
  sound: AudioSchema;
  target: string | undefined;
}) {
  const [active, setActive] = useState(0);
  const [anchor, setAnchor] = useState(0);
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  const [draft, setDraft] = useState<FeatureSpec>();
  const { busy, error, attemptIt } = useAttempt();
  const player = usePlayer();
  const list = useRef<HTMLDivElement>(null);
  const labelInput = useRef<HTMLInputElement>(null);

  const row = Math.min(active, version.rows - 1);
  const start = Math.floor(row / pageRows) * pageRows;
  const count = Math.min(pageRows, version.rows - start);
  const rows = Array.from({ length: count }, (_, i) => start + i);
  const clips = useCommand('datasets.clips', { versionId: version.id, rows });
  const cells = useCommand('datasets.rows', { versionId: version.id, start, count }).data?.rows;
  const features = draft ?? hearing.features;
  const fault = faultOf(features, hearing);
  const heard = useCommand(
    'datasets.clips',
    fault ? null : { versionId: version.id, rows: [row], samples: true, features },
  );
  const shown = useLast(heard.data?.clips[0]);
  const columnAt = (name: string | undefined) =>
    version.schema.columns.findIndex((column) => column.name === name);
  const labelAt = columnAt(target);
  const nameAt = columnAt(audioColumns.file);
  const cell = (of: number, at: number): string | undefined => cells?.[of - start]?.[at] ?? undefined;
  const known = useMemo(
    () => version.stats.find(({ name }) => name === target)?.top?.map(({ value }) => value) ?? [],
    [version, target],
  );
  const chosen = picked.size > 0 ? [...picked].sort((a, b) => a - b) : [row];

  const play = () => {
    if (shown?.samples) player.toggle(String(row), shown.samples as Float32Array<ArrayBuffer>, hearing.rate);
  };
  const move = (to: number, extend: boolean) => {
    const next = Math.max(0, Math.min(version.rows - 1, to));
    setActive(next);
    if (!extend) {
      setAnchor(next);
      setPicked(new Set());
      return;
    }
    const [from, until] = [Math.min(anchor, next), Math.max(anchor, next)];
    setPicked(new Set(Array.from({ length: until - from + 1 }, (_, i) => from + i)));
  };
  const acrossOf = (): number => {
    const first = list.current?.firstElementChild as HTMLElement | null;
    return first && list.current
      ? Math.max(1, Math.floor((list.current.clientWidth + 8) / (first.offsetWidth + 8)))
      : 1;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: acrossOf(),
      ArrowUp: -acrossOf(),
      PageDown: pageRows,
      PageUp: -pageRows,
      Home: -version.rows,
      End: version.rows,
    };
    const step = steps[event.key];
    if (step !== undefined) move(row + step, event.shiftKey);
    else if (event.key === ' ') play();
    else if (event.key === 'Enter') labelInput.current?.focus();
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) setPicked(new Set(rows));
    else if (event.key === 'Escape') setPicked(new Set());
    else return;
    event.preventDefault();
  };
  const onPick = (event: MouseEvent, at: number) => {
    if (event.ctrlKey || event.metaKey) {
      const next = new Set(picked.size > 0 ? picked : [row]);
      if (!next.delete(at)) next.add(at);
      setPicked(next);
      setActive(at);
    } else move(at, event.shiftKey);
    list.current?.focus();
  };
  const label = (value: string) =>
    attemptIt(async () => {
      if (target === undefined) return;
      await run('datasets.relabel', {
        versionId: version.id,
        column: target,
        rows: chosen,
        value: value.trim() === '' ? null : value.trim(),
      });
      setPicked(new Set());
      list.current?.focus();
    });

  return (
    <div className={classes.clips}>
      <section className={classes.detail} aria-label={`Clip ${row + 1}`}>
        <div className={classes.head}>
          <Button
            size="xs"
            variant="default"
            disabled={!shown?.samples}
            leftSection={player.playing ? <IconPlayerStop size={16} /> : <IconPlayerPlay size={16} />}
            onClick={play}
          >
            {player.playing ? 'Stop' : 'Play'}
          </Button>
          <strong>{cell(row, labelAt) ?? (cells && 'no label')}</strong>
          <span className="quiet clip">{cell(row, nameAt)}</span>
        </div>
        {shown?.problem && <p className={classes.problem}>{shown.problem}</p>}
        {shown && (
          <div className={classes.stage}>
            <WaveCanvas wave={shown.wave} label={`Wave of clip ${row + 1}`} />
            <PictureCanvas {...shown} label={`Picture of clip ${row + 1}: time to the right, frequency up`} />
            {player.playing && <div className={classes.head100} style={{ left: `${100 * player.share}%` }} />}
          </div>
        )}
        {heard.error !== undefined && <ErrorNote error={heard.error} />}
        <FeatureControls
          hearing={hearing}
          draft={features}
          busy={busy}
          isChanged={draft !== undefined && JSON.stringify(draft) !== JSON.stringify(hearing.features)}
          onChange={setDraft}
          onDiscard={() => setDraft(undefined)}
          onKeep={() =>
            void attemptIt(async () => {
              await run('datasets.rehear', { versionId: version.id, features });
              setDraft(undefined);
            })
          }
        />
      </section>
      <section className={classes.browse} aria-label="Clips">
        <div className={classes.bar}>
          <span className="num">
            {formatCount(start + 1)} to {formatCount(start + count)} of {formatCount(version.rows)}
          </span>
          <Button.Group>
            <Button
              size="xs"
              variant="default"
              aria-label="Clips before"
              disabled={start === 0}
              onClick={() => move(start - pageRows, false)}
            >
              <IconChevronLeft size={16} />
            </Button>
            <Button
              size="xs"
              variant="default"
              aria-label="Clips after"
              disabled={start + count >= version.rows}
              onClick={() => move(start + pageRows, false)}
            >
              <IconChevronRight size={16} />
            </Button>
          </Button.Group>
          {target !== undefined && (
            <LabelForm
              key={version.id}
              input={labelInput}
              words={`${target} of ${chosen.length === 1 ? `clip ${(chosen[0] as number) + 1}` : `${formatCount(chosen.length)} clips`}`}
              known={known}
              busy={busy}
              onLabel={(value) => void label(value)}
            />
          )}
        </div>
        {error !== undefined && <ErrorNote error={error} />}
        {clips.error !== undefined && <ErrorNote error={clips.error} />}
        {/* One stop for the Tab key; the arrows move inside of it. */}
        <div
          ref={list}
          role="listbox"
          tabIndex={0}
          aria-label="Clips: arrows move, Space plays, Enter labels"
          aria-multiselectable
          aria-activedescendant={`clip-${row}`}
          className={classes.list}
          onKeyDown={onKeyDown}
        >
          {rows.map((at, i) => {
            const clip = clips.data?.clips[i];
            return (
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the list has the keys
              <div
                key={at}
                id={`clip-${at}`}
                role="option"
                aria-selected={picked.has(at) || (picked.size === 0 && at === row)}
                data-active={at === row}
                className={classes.card}
                onClick={(event) => onPick(event, at)}
                onDoubleClick={play}
              >
                {clip && !clip.problem ? (
                  <PictureCanvas {...clip} />
                ) : (
                  <div className={classes.picture}>{clip?.problem}</div>
                )}
                <span className="clip">{cell(at, labelAt) ?? (cells ? '–' : '\u00a0')}</span>
              </div>
            );
          })}
        </div>
        <p className="quiet">
          Arrows move, Space plays, Shift or Ctrl chooses several, Enter goes to the label.
        </p>
      </section>
    </div>
  );
}

/** What was there stays until the next has come. */
function useLast<T>(value: T | undefined): T | undefined {
  const [last, setLast] = useState(value);
  if (value !== undefined && value !== last) setLast(value);
  return value ?? last;
}

function LabelForm({
  input,
  words,
  known,
  busy,
  onLabel,
}: {
  input: React.RefObject<HTMLInputElement | null>;
  words: string;
  known: readonly string[];
  busy: boolean;
  onLabel(value: string): void;
}) {
  const [text, setText] = useState('');
  return (
    <form
      className={classes.label}
      onSubmit={(event) => {
        event.preventDefault();
        onLabel(text);
      }}
    >
      <Autocomplete
        ref={input}
        size="xs"
        aria-label={`New ${words}`}
        placeholder={`New ${words}`}
        data={[...known]}
        value={text}
        onChange={setText}
      />
      <Button size="xs" type="submit" variant="default" loading={busy}>
        Set
      </Button>
    </form>
  );
}
