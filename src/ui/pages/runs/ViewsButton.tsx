/** Views of the table by name: opened, saved as it stands, forgotten. */
import { ActionIcon, Button, Popover, TextInput } from '@mantine/core';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { Link, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { run as runCommand } from '#/app/run';
import type { SavedView } from '#/core/runs/savedViews';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { useAttempt } from '#/ui/useAttempt';
import { useCommand } from '#/ui/useCommand';
import classes from './runs.module.css';

export function ViewsButton({ onOpen }: { onOpen(search: SavedView['search']): void }) {
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const search = useSearch({ from: '/runs' });
  const { data, reload } = useCommand('runs.views', opened ? {} : null);
  const { busy, error, attemptIt } = useAttempt();
  const views = data?.views ?? [];
  const write = (called: string, kept?: Record<string, string>) =>
    attemptIt(async () => {
      await runCommand('runs.saveView', { name: called, ...(kept && { search: kept }) });
      reload();
    });
  const open = (view: SavedView) => {
    setOpened(false);
    onOpen(view.search);
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    const told = Object.entries(search).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    if (name.trim() !== '') void write(name.trim(), Object.fromEntries(told)).then(() => setName(''));
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={280} trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconBookmark size={14} />}
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          Views
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <ul className={classes.views} aria-label="Saved views">
          {views.map((view) => (
            <li key={view.name}>
              <Link to="/runs" search={view.search} onClick={() => open(view)} className="clip">
                {view.name}
              </Link>
              <ActionIcon
                size="sm"
                variant="subtle"
                aria-label={`Forget ${view.name}`}
                onClick={() => void write(view.name)}
              >
                <IconTrash size={14} />
              </ActionIcon>
            </li>
          ))}
          {data && views.length === 0 && <li className="quiet">None is saved yet.</li>}
        </ul>
        <form onSubmit={save} className={classes.saveView}>
          <TextInput
            aria-label="Name of this view"
            placeholder="Name of this view"
            value={name}
            maxLength={100}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" loading={busy} disabled={name.trim() === ''}>
            Save
          </Button>
        </form>
        {error !== undefined && <ErrorNote error={error} />}
      </Popover.Dropdown>
    </Popover>
  );
}
