/** A model on sound is asked about a file, the microphone, or a clip of its dataset that it has not learnt from. */
import { Button, Progress } from '@mantine/core';
import {
  IconFileUpload,
  IconMicrophone,
  IconPlayerPlay,
  IconPlayerStop,
  IconRefresh,
} from '@tabler/icons-react';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { type CommandOutput, run } from '#/app/run';
import { secondsOf } from '#/core/audio/audioSchema';
import type { FittedAudio } from '#/core/audio/fittedAudio';
import { writeWav } from '#/core/audio/writeWav';
import { filesEndings } from '#/core/fileEndings';
import { formatNumber } from '#/ui/charts/formatNumber';
import { Answer } from '#/ui/components/ask/Answer';
import styles from '#/ui/components/ask/ask.module.css';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { FilePicker } from '#/ui/components/FilePicker';
import { droppedFiles } from '#/ui/shell/droppedFiles';
import { useCommand } from '#/ui/useCommand';
import type { AskProps } from '../kindView';
import { record } from './record';
import { PictureCanvas, WaveCanvas } from './SoundCanvas';
import classes from './sound.module.css';
import { usePlayer } from './usePlayer';

/** Somebody who hears the signal to speak needs a moment. */
const extraSeconds = 1;

export const soundEndings = filesEndings.audio.map((ending) => `.${ending}`).join(',');

export default function AskSound({ version }: Pick<AskProps, 'version'>) {
  const fitted = version.input.fitted as FittedAudio;
  const known = version.sampleRows.map(({ sample }) => Number(sample));
  const [at, setAt] = useState(0);
  /** Of the file or the recording that was given last; nothing: a clip of the dataset is asked about. */
  const [given, setGiven] = useState<{ name: string; answer?: CommandOutput<'inference.predict'> }>();
  const [error, setError] = useState<unknown>();
  const [level, setLevel] = useState<{ now: number; share: number }>();
  const [over, setOver] = useState(false);
  const stopping = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => stopping.current?.abort(), []);
  const sample = given ? undefined : known[at];
  const { modelId, number } = version;
  const ofClip = useCommand(
    'inference.predict',
    sample === undefined ? null : { modelId, version: number, samples: [sample] },
  );

  const ask = async (file: File) => {
    setGiven({ name: file.name });
    setError(undefined);
    try {
      const answer = await run('inference.predict', { modelId, version: number, files: [file] });
      setGiven({ name: file.name, answer });
    } catch (thrown) {
      setError(thrown);
    }
  };
  const listen = async () => {
    const controller = new AbortController();
    stopping.current = controller;
    setError(undefined);
    setLevel({ now: 0, share: 0 });
    try {
      const recording = await record(secondsOf(fitted) + extraSeconds, controller.signal, (now, share) =>
        setLevel({ now, share }),
      );
      await ask(new File([writeWav(recording.samples, recording.rate)], 'microphone.wav'));
    } catch (thrown) {
      if (!controller.signal.aborted) setError(thrown);
    } finally {
      if (!controller.signal.aborted) setLevel(undefined);
    }
  };
  const take = (files: File[]) => {
    const [file] = files;
    if (file) void ask(file);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    void droppedFiles(event.dataTransfer).then(take);
  };

  return (
    <div className={styles.one}>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- a drop zone; the file button in it does the same by keyboard */}
      <div data-drop-zone onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
        <div className={styles.formHead}>
          <h2>Sound</h2>
          {known.length > 1 && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconRefresh size={16} />}
              onClick={() => {
                setAt((at + 1) % known.length);
                setGiven(undefined);
                setError(undefined);
              }}
            >
              Another clip
            </Button>
          )}
        </div>
        {given ? (
          <p className="clip">{given.name}</p>
        ) : (
          sample !== undefined && <Clip version={version} sample={sample} />
        )}
        <div
          className={styles.drop}
          data-over={over}
          onDragEnter={() => setOver(true)}
          onDragLeave={() => setOver(false)}
        >
          <span>
            The model hears {formatNumber(secondsOf(fitted), 3)} s; of longer sound the loudest part. Drop a
            file here, or
          </span>
          <FilePicker
            label="Sound file"
            variant="default"
            accept={soundEndings}
            leftSection={<IconFileUpload size={16} />}
            onFiles={take}
          >
            Choose a file
          </FilePicker>
          <Button
            variant="default"
            leftSection={<IconMicrophone size={16} />}
            disabled={level !== undefined}
            onClick={() => void listen()}
          >
            {level ? 'Listening…' : 'Use the microphone'}
          </Button>
        </div>
        {level && (
          <Progress
            mt="sm"
            value={Math.min(100, level.now * 100)}
            aria-label={`Loudness; ${Math.round(level.share * 100)} % recorded`}
          />
        )}
        {error !== undefined && <ErrorNote error={error} />}
      </div>
      <Answer
        version={version}
        answer={given ? given.answer : ofClip.data}
        error={given ? undefined : ofClip.error}
        stale={given ? !given.answer && error === undefined : ofClip.loading}
        {...(sample !== undefined && { sample })}
      />
    </div>
  );
}

function Clip({ version, sample }: Pick<AskProps, 'version'> & { sample: number }) {
  const { rate } = version.input.fitted as FittedAudio;
  const player = usePlayer();
  const heard = useCommand('datasets.clips', {
    versionId: version.datasetVersionId,
    rows: [sample],
    samples: true,
  });
  const clip = heard.data?.clips[0];
  if (heard.error !== undefined) return <ErrorNote error={heard.error} />;
  if (!clip) return null;
  return (
    <section aria-label={`Clip ${sample + 1}`}>
      <div className={classes.ways}>
        <Button
          size="xs"
          variant="default"
          disabled={!clip.samples}
          leftSection={player.playing ? <IconPlayerStop size={16} /> : <IconPlayerPlay size={16} />}
          onClick={() =>
            clip.samples && player.toggle('clip', clip.samples as Float32Array<ArrayBuffer>, rate)
          }
        >
          {player.playing ? 'Stop' : 'Play'}
        </Button>
        <span className="quiet">Clip {sample + 1} of the dataset, which the model has not learnt from</span>
      </div>
      <div className={classes.stage}>
        <WaveCanvas wave={clip.wave} label={`Wave of clip ${sample + 1}`} />
        <PictureCanvas {...clip} label={`Picture of clip ${sample + 1}`} />
        {player.playing && <div className={classes.head100} style={{ left: `${100 * player.share}%` }} />}
      </div>
    </section>
  );
}
