/** Paste rows and read the answers in a table, or drop a file of any length and get a file of answers back. */
import { Button, Switch, Textarea } from '@mantine/core';
import { IconFileUpload, IconWand } from '@tabler/icons-react';
import { type DragEvent, type FormEvent, useState } from 'react';
import { type CommandOutput, run } from '#/app/run';
import type { ModelVersion, RawRow } from '#/core/protocol/model';
import { acceptedEndings } from '#/core/fileEndings';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { FilePicker } from '#/ui/components/FilePicker';
import { type OutputFormat, OutputFormatSelect } from '#/ui/components/ask/OutputFormat';
import { useLatestBatch } from '#/ui/components/ask/useLatestBatch';
import { useAttempt } from '#/ui/useAttempt';
import type { AskProps } from '../kindView';
import { BatchJob } from './BatchJob';
import { ManyAnswers } from './ManyAnswers';
import { parseRows } from './parseRows';
import classes from '#/ui/components/ask/ask.module.css';

export default function ManyRows({ version, modelName }: AskProps) {
  const names = version.inputs.map((field) => field.name);
  const [text, setText] = useState('');
  const { busy, error, attemptIt } = useAttempt();
  const [done, setDone] = useState<{ rows: RawRow[]; answer: CommandOutput<'inference.predict'> }>();
  const [outputFormat, setOutputFormat] = useState<OutputFormat>('csv');
  const [leavesOut, setLeavesOut] = useState(false);
  const [over, setOver] = useState(false);
  const which = { modelId: version.modelId, version: version.number };

  const jobId = useLatestBatch(version.id, 'file')?.id;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void attemptIt(async () => {
      const rows = parseRows(text, names);
      setDone({ rows, answer: await run('inference.predict', { ...which, rows }) });
    });
  };
  const take = (file: File | undefined) => {
    if (!file) return;
    void attemptIt(async () => {
      await run('inference.batch', {
        ...which,
        file,
        outputFormat,
        ...(leavesOut && { wrongCells: 'unanswered' }),
      });
      setDone(undefined);
    });
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a drop zone; the file button beside it does the same by keyboard
    <form data-drop-zone onSubmit={submit} onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
      <Textarea
        label="Rows"
        description={`CSV, text copied from a spreadsheet, or JSON. Without a header, in this order: ${names.slice(0, 12).join(', ')}${names.length > 12 ? ', …' : ''}`}
        placeholder={example(version)}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        minRows={6}
        maxRows={14}
        autosize
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div
        className={classes.drop}
        data-over={over}
        onDragEnter={() => setOver(true)}
        onDragLeave={() => setOver(false)}
      >
        <Button
          type="submit"
          size="sm"
          loading={busy}
          disabled={text.trim() === ''}
          leftSection={<IconWand size={16} />}
        >
          Predict rows
        </Button>
        <span>or drop a CSV or JSON file here, of any length</span>
        <OutputFormatSelect value={outputFormat} onChange={setOutputFormat} />
        <FilePicker
          label="File of rows"
          variant="default"
          leftSection={<IconFileUpload size={16} />}
          accept={acceptedEndings('tables')}
          onFiles={([file]) => take(file)}
        >
          Choose a file
        </FilePicker>
        <Switch
          size="xs"
          label="Leave rows with wrong cells unanswered"
          checked={leavesOut}
          onChange={(event) => setLeavesOut(event.currentTarget.checked)}
        />
      </div>
      {error !== undefined && <ErrorNote error={error} />}
      {jobId && !done && <BatchJob jobId={jobId} />}
      {done && (
        <ManyAnswers
          version={version}
          rows={done.rows}
          answer={done.answer}
          fileName={`${modelName}-answers`}
        />
      )}
    </form>
  );
}

/** The first sample rows, as they would be pasted. */
function example({ inputs, sampleRows }: ModelVersion): string {
  const names = inputs.slice(0, 8).map((field) => field.name);
  const lines = sampleRows.slice(0, 2).map((row) => {
    const cells = new Map(Object.entries(row));
    return names.map((name) => String(cells.get(name) ?? '').replace('T00:00:00.000Z', '')).join(',');
  });
  return [names.join(','), ...lines].join('\n');
}
