/** One image for a model: a file, from the clipboard, drawn by hand, or one of its dataset. */
import { Button, Tabs } from '@mantine/core';
import { IconArrowsShuffle, IconPhoto } from '@tabler/icons-react';
import { type DragEvent, useCallback, useEffect, useRef, useState } from 'react';
import { type CommandOutput, run } from '#/app/run';
import type { FittedImages } from '#/core/images/fittedImages';
import { Answer } from '#/ui/components/ask/Answer';
import ask from '#/ui/components/ask/ask.module.css';
import { FilePicker } from '#/ui/components/FilePicker';
import type { AskProps } from '../kindView';
import { DrawPad } from './DrawPad';
import classes from './images.module.css';

interface Given {
  url: string;
  name: string;
  sample?: number;
}

export default function AskImage({ version }: Pick<AskProps, 'version'>) {
  const fitted = version.input.fitted as FittedImages;
  const [given, setGiven] = useState<Given>();
  const [answer, setAnswer] = useState<CommandOutput<'inference.predict'>>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [example, setExample] = useState(0);
  const turns = useRef(0);
  const { modelId, number } = version;

  const predict = useCallback(
    async (what: { files: File[] } | { samples: number[] }) => {
      const turn = ++turns.current;
      setBusy(true);
      try {
        const next = await run('inference.predict', { modelId, version: number, ...what });
        if (turn !== turns.current) return;
        setAnswer(next);
        setError(undefined);
      } catch (thrown) {
        if (turn === turns.current) setError(thrown);
      } finally {
        if (turn === turns.current) setBusy(false);
      }
    },
    [modelId, number],
  );
  const show = useCallback((file: Blob | undefined, name: string, sample?: number) => {
    setGiven((before) => {
      if (before) URL.revokeObjectURL(before.url);
      return file && { url: URL.createObjectURL(file), name, ...(sample !== undefined && { sample }) };
    });
  }, []);
  const takeFile = useCallback(
    (file: File | undefined) => {
      if (!file) return;
      show(file, file.name);
      void predict({ files: [file] });
    },
    [predict, show],
  );
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => takeFile(event.clipboardData?.files[0]);
    window.addEventListener('paste', onPaste);
    return () => window.removeEventListener('paste', onPaste);
  }, [takeFile]);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    takeFile(event.dataTransfer.files[0]);
  };
  const nextExample = async () => {
    const rows = version.sampleRows;
    const sample = Number(rows[example % Math.max(1, rows.length)]?.sample ?? 0);
    setExample(example + 1);
    void predict({ samples: [sample] });
    const found = await run('datasets.images', { versionId: version.datasetVersionId, rows: [sample] }).catch(
      () => undefined,
    );
    show(found?.images[0]?.file, `image ${sample}`, sample);
  };

  return (
    <div className={ask.one}>
      <Tabs defaultValue="file" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="file">Image</Tabs.Tab>
          <Tabs.Tab value="draw">Draw</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="file">
          {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- a drop zone; the file button in it does the same by keyboard */}
          <div data-drop-zone onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
            <div className={classes.ways}>
              <FilePicker
                label="Image to predict"
                size="sm"
                accept="image/*"
                leftSection={<IconPhoto size={16} />}
                onFiles={([file]) => takeFile(file)}
              >
                Choose an image
              </FilePicker>
              {version.sampleRows.length > 0 && (
                <Button
                  size="sm"
                  variant="default"
                  leftSection={<IconArrowsShuffle size={15} />}
                  onClick={() => void nextExample()}
                >
                  {example === 0 ? 'An example' : 'Another example'}
                </Button>
              )}
            </div>
            <div className={classes.given}>
              {given && <img src={given.url} alt={given.name} data-small={fitted.width < 200} />}
            </div>
            <p className="quiet">
              {given ? given.name : 'Choose, drop or paste an image. It stays on this machine.'}
            </p>
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="draw">
          <DrawPad fitted={fitted} onDrawn={takeFile} />
        </Tabs.Panel>
      </Tabs>
      <Answer
        version={version}
        answer={answer}
        error={error}
        stale={busy}
        sample={given?.sample}
        picture={given?.url}
      />
    </div>
  );
}
