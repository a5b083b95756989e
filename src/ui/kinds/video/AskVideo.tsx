/** A model on video is asked about a file, the webcam, or a clip of its dataset that it has not learnt from. */
import { Button, Progress } from '@mantine/core';
import { IconFileUpload, IconRefresh, IconVideo } from '@tabler/icons-react';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { type CommandOutput, run } from '#/app/run';
import { filesEndings } from '#/core/fileEndings';
import type { FittedVideo } from '#/core/video/fittedVideo';
import { Answer } from '#/ui/components/ask/Answer';
import styles from '#/ui/components/ask/ask.module.css';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { FilePicker } from '#/ui/components/FilePicker';
import { openWebcam, type Webcam } from '#/ui/components/webcam/openWebcam';
import { WebcamPreview } from '#/ui/components/webcam/WebcamPreview';
import { droppedFiles } from '#/ui/shell/droppedFiles';
import { useCommand } from '#/ui/useCommand';
import type { AskProps } from '../kindView';
import { ClipPlayer } from './ClipPlayer';
import classes from './video.module.css';

export const videoEndings = [...filesEndings.video, 'gif'].map((ending) => `.${ending}`).join(',');

/** Of a recording for a model whose clips are whole files. */
const wholeSeconds = 3;
/** Most webcams show so many frames a second. */
const usualRate = 30;

const secondsFor = ({ stride, frames, every }: FittedVideo): number =>
  stride === 0 ? wholeSeconds : Math.min(60, Math.max(1, (frames * every) / usualRate + 0.3));

export default function AskVideo({ version }: Pick<AskProps, 'version'>) {
  const fitted = version.input.fitted as FittedVideo;
  const known = version.sampleRows.map(({ sample }) => Number(sample));
  const [at, setAt] = useState(0);
  /** Of the file or the recording that was given last; nothing: a clip of the dataset is asked about. */
  const [given, setGiven] = useState<{ name: string; answer?: CommandOutput<'inference.predict'> }>();
  const [error, setError] = useState<unknown>();
  const [camera, setCamera] = useState<Webcam>();
  const [share, setShare] = useState<number>();
  const [over, setOver] = useState(false);
  const stopping = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => stopping.current?.abort(), []);
  useEffect(() => () => camera?.close(), [camera]);
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
  const watch = async () => {
    const controller = new AbortController();
    stopping.current = controller;
    setError(undefined);
    setShare(0);
    try {
      const webcam = await openWebcam();
      controller.signal.addEventListener('abort', webcam.close, { once: true });
      if (controller.signal.aborted) return webcam.close();
      setCamera(webcam);
      const file = await webcam.record(secondsFor(fitted), controller.signal, setShare);
      setCamera(undefined);
      await ask(file);
    } catch (thrown) {
      if (!controller.signal.aborted) setError(thrown);
    } finally {
      if (!controller.signal.aborted) {
        setCamera(undefined);
        setShare(undefined);
      }
    }
  };
  const take = ([file]: File[]) => {
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
          <h2>Clip</h2>
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
          sample !== undefined && (
            <section className={classes.small} aria-label={`Clip ${sample + 1}`}>
              <p className="quiet">Clip {sample + 1} of the dataset, which the model has not learnt from</p>
              <ClipPlayer key={sample} versionId={version.datasetVersionId} row={sample} />
            </section>
          )
        )}
        <div
          className={styles.drop}
          data-over={over}
          onDragEnter={() => setOver(true)}
          onDragLeave={() => setOver(false)}
        >
          <span>
            The model looks at {fitted.frames} frames
            {fitted.stride === 0
              ? ', spread over the file.'
              : `, one of ${fitted.every}; of longer video in the middle.`}{' '}
            Drop a file here, or
          </span>
          <FilePicker
            label="Video file"
            variant="default"
            accept={videoEndings}
            leftSection={<IconFileUpload size={16} />}
            onFiles={take}
          >
            Choose a file
          </FilePicker>
          <Button
            variant="default"
            leftSection={<IconVideo size={16} />}
            disabled={share !== undefined}
            onClick={() => void watch()}
          >
            {share === undefined ? 'Use the webcam' : 'Recording…'}
          </Button>
        </div>
        {camera && (
          <div className={classes.camera}>
            <WebcamPreview stream={camera.stream} />
          </div>
        )}
        {share !== undefined && (
          <Progress mt="sm" value={100 * share} aria-label={`${Math.round(share * 100)} % recorded`} />
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
