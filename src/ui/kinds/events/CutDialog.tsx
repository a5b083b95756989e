/** Other windows over the events that are stored: a new version, no new reading of the file. */
import { Button, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { run } from '#/app/run';
import { durationText, parseDuration } from '#/core/events/duration';
import type { EventsData, LabelRule } from '#/core/events/eventsSchema';
import { eventWindowProblems } from '#/core/events/proposeEventWindows';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { CountInput } from '#/ui/components/CountInput';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { useAttempt } from '#/ui/useAttempt';
import classes from './events.module.css';

const none = '';

export function CutDialog({
  version,
  data,
  onClose,
}: {
  version: DatasetVersion;
  data: EventsData;
  onClose: () => void;
}) {
  const { windowing, layout, columns } = data;
  const [texts, setTexts] = useState({
    length: durationText(windowing.length),
    stride: durationText(windowing.stride),
    horizon: durationText(windowing.horizon),
  });
  const [quiet, setQuiet] = useState(windowing.quiet);
  const [are, setAre] = useState({
    entity: layout.entity ?? none,
    type: layout.type ?? none,
    label: layout.label?.column ?? none,
  });
  const [rule, setRule] = useState<LabelRule>(layout.label?.rule ?? 'any');
  const { busy, error, attemptIt } = useAttempt();
  const wanted = {
    length: parseDuration(texts.length),
    stride: parseDuration(texts.stride),
    horizon: parseDuration(texts.horizon),
    quiet,
  };
  const problems = eventWindowProblems(wanted, data);
  const names = columns.map(({ name }) => name).filter((name) => name !== layout.time);
  const duration = (key: keyof typeof texts, title: string) => (
    <TextInput
      label={title}
      value={texts[key]}
      error={problems.find((problem) => problem.field === key)?.message}
      onChange={(event) => {
        const { value } = event.currentTarget;
        setTexts((before) => ({ ...before, [key]: value }));
      }}
    />
  );
  const column = (key: keyof typeof are, title: string) => (
    <NativeSelect
      label={title}
      data={[{ value: none, label: 'none' }, ...names]}
      value={are[key]}
      onChange={(event) => {
        const { value } = event.currentTarget;
        setAre((before) => ({ ...before, [key]: value }));
      }}
    />
  );
  const make = () =>
    attemptIt(async () => {
      await run('datasets.rewindowEvents', {
        versionId: version.id,
        windowing: wanted,
        entity: are.entity || null,
        type: are.type || null,
        label: are.label || null,
        labelRule: rule,
      });
      onClose();
    });
  return (
    <Modal opened onClose={onClose} title="Change windows" size={560}>
      <Stack gap="md">
        <div className={classes.fields}>
          {duration('length', 'Window length')}
          {duration('stride', 'Stride')}
          {duration('horizon', 'Horizon')}
          <CountInput label="Windows of silence" value={quiet} onChange={setQuiet} />
          {column('entity', 'Whose event it is')}
          {column('type', 'Type of event')}
          {column('label', 'Label')}
          {are.label !== none && (
            <NativeSelect
              label="Label of a window"
              data={[
                { value: 'any', label: 'the rarest in it' },
                { value: 'last', label: 'the last in it' },
              ]}
              value={rule}
              onChange={(event) => setRule(event.currentTarget.value as LabelRule)}
            />
          )}
        </div>
        <p className={classes.hint}>
          Durations such as 30 s, 15 min, 1 h or 7 d. With a horizon, how many events come after a window can
          be forecast, and the mean of their values. Windows of silence follow the last event of each.
        </p>
        {error !== undefined && <ErrorNote error={error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            onClick={make}
            loading={busy}
            disabled={problems.length > 0 || Number.isNaN(quiet)}
            data-autofocus
          >
            Make version {version.number + 1}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
