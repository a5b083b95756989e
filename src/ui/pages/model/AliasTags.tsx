/** Aliases on a version: move one here to deploy, move it elsewhere to roll back, name a new one. */
import { Badge, Menu, TextInput, UnstyledButton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { run } from '#/app/run';
import { notify } from '#/app/stores/notices';
import type { Model, ModelVersion } from '#/core/protocol/model';
import { attempt } from '#/ui/attempt';
import classes from './model.module.css';

const usual = ['champion', 'challenger'];

export function AliasTags({
  model,
  version,
  versions,
}: {
  model: Model;
  version: ModelVersion;
  versions: readonly ModelVersion[];
}) {
  const here = Object.entries(model.aliases)
    .filter(([, versionId]) => versionId === version.id)
    .map(([alias]) => alias);
  const move = (alias: string, versionId: string | null) => {
    const before = new Map(Object.entries(model.aliases)).get(alias) ?? null;
    const number = versions.find((candidate) => candidate.id === versionId)?.number;
    const work = run('models.setAlias', { modelId: model.id, alias, versionId, was: before }).then(() =>
      notify({
        kind: 'success',
        title: number === undefined ? `${alias} removed` : `${alias} is version ${number}`,
        message: model.name,
        action: {
          label: 'Undo',
          onSelect: () =>
            attempt(
              'Not undone',
              run('models.setAlias', { modelId: model.id, alias, versionId: before, was: versionId }),
            ),
        },
      }),
    );
    attempt('The alias was not moved', work);
  };
  return (
    <span className={classes.aliases}>
      {here.map((alias) => (
        <Menu key={alias} position="bottom-start" width={200}>
          <Menu.Target>
            <UnstyledButton aria-label={`Move ${alias}`}>
              <Badge style={{ cursor: 'pointer' }}>{alias}</Badge>
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>Move {alias} to</Menu.Label>
            {versions
              .filter((other) => other.id !== version.id)
              .slice(0, 12)
              .map((other) => (
                <Menu.Item key={other.id} onClick={() => move(alias, other.id)}>
                  Version {other.number}
                </Menu.Item>
              ))}
            <Menu.Divider />
            <Menu.Item color="red" onClick={() => move(alias, null)}>
              Remove alias
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ))}
      <AddAlias
        number={version.number}
        choices={[...new Set([...usual, ...Object.keys(model.aliases)])].filter(
          (alias) => !here.includes(alias),
        )}
        onAdd={(alias) => move(alias, version.id)}
      />
    </span>
  );
}

function AddAlias({
  number,
  choices,
  onAdd,
}: {
  number: number;
  choices: readonly string[];
  onAdd: (alias: string) => void;
}) {
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const add = (alias: string) => {
    setOpened(false);
    setName('');
    onAdd(alias);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Enter' && name.trim()) add(name.trim());
    else if (event.key === 'Escape') setOpened(false);
  };
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-start" width={200}>
      <Menu.Target>
        <UnstyledButton className={classes.add} aria-label={`Give version ${number} an alias`}>
          <IconPlus size={13} />
          alias
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Make version {number} the</Menu.Label>
        {choices.map((alias) => (
          <Menu.Item key={alias} onClick={() => add(alias)}>
            {alias}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <TextInput
          m={4}
          aria-label="Another alias"
          placeholder="Another name, Enter"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </Menu.Dropdown>
    </Menu>
  );
}
