/** Blocks of layers by name: put behind what is selected, kept out of this network, forgotten. */
import { ActionIcon, Button, Popover, Select, TextInput } from '@mantine/core';
import { IconStack2, IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { run } from '#/app/run';
import type { ArchDraft } from '#/core/arch/draft/archDraft';
import { type DraftBlock, takeBlock } from '#/core/arch/draft/draftBlock';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { useAttempt } from '#/ui/useAttempt';
import { useCommand } from '#/ui/useCommand';
import classes from './graph.module.css';

export function BlocksButton({
  draft,
  after,
  onPut,
}: {
  draft: ArchDraft;
  after: string;
  onPut: (block: DraftBlock) => void;
}) {
  const [opened, setOpened] = useState(false);
  const [first, setFirst] = useState<string | null>(null);
  const [last, setLast] = useState<string | null>(null);
  const [name, setName] = useState('');
  const { data, reload } = useCommand('architectures.blocks', opened ? {} : null);
  const { busy, error, attemptIt } = useAttempt();
  const blocks = data?.blocks ?? [];
  const ids = draft.nodes.map(({ id }) => id);
  const isReady = name.trim() !== '' && first !== null && last !== null;
  const keep = (event: FormEvent) => {
    event.preventDefault();
    // React's events go up through portals: the form around the editor would start a training.
    event.stopPropagation();
    if (!isReady) return;
    void attemptIt(async () => {
      const { name: called, ...block } = takeBlock(draft, { name: name.trim(), first, last });
      await run('architectures.saveBlock', { name: called, block });
      setName('');
      reload();
    });
  };
  const forget = (called: string) =>
    void attemptIt(async () => {
      await run('architectures.saveBlock', { name: called });
      reload();
    });
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={300} trapFocus>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconStack2 size={14} />}
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          Blocks
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <ul className={classes.blocks} aria-label="Blocks of layers">
          {blocks.map((block) => (
            <li key={block.name}>
              <Button
                size="compact-sm"
                variant="subtle"
                title={block.nodes.map(({ type }) => type).join(', ')}
                onClick={() => {
                  setOpened(false);
                  onPut(block);
                }}
              >
                Add {block.name} after {after}
              </Button>
              <ActionIcon
                size="sm"
                variant="subtle"
                aria-label={`Forget ${block.name}`}
                onClick={() => forget(block.name)}
              >
                <IconTrash size={14} />
              </ActionIcon>
            </li>
          ))}
          {data && blocks.length === 0 && <li className={classes.quiet}>None is kept yet.</li>}
        </ul>
        <form onSubmit={keep} className={classes.keepBlock} noValidate>
          <Select
            size="xs"
            label="Keep from"
            searchable
            data={ids}
            value={first}
            onChange={setFirst}
            comboboxProps={{ withinPortal: false }}
          />
          <Select
            size="xs"
            label="to"
            searchable
            data={ids}
            value={last}
            onChange={setLast}
            comboboxProps={{ withinPortal: false }}
          />
          <TextInput
            size="xs"
            label="Name"
            placeholder="Name of the block"
            value={name}
            maxLength={100}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" size="xs" loading={busy} disabled={!isReady}>
            Keep block
          </Button>
        </form>
        {error !== undefined && <ErrorNote error={error} />}
      </Popover.Dropdown>
    </Popover>
  );
}
