/** Everything by name: pages, datasets, models, runs, and every command that needs no input. */
import {
  Spotlight,
  type SpotlightActionData,
  type SpotlightActionGroupData,
  spotlight,
} from '@mantine/spotlight';
import '@mantine/spotlight/styles.css';
import {
  IconBolt,
  IconBrain,
  IconChartLine,
  IconDatabase,
  IconKeyboard,
  IconSearch,
} from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { liveDatasets, liveModels, liveRuns } from '#/app/stores/live';
import { useLive } from '../useLive';
import styles from './CommandPalette.module.css';
import { type InstantCommand, instantCommands } from './instantCommands';
import { sections } from './sections';
import { formatCount } from '#/ui/charts/formatNumber';

const icon = (Icon: typeof IconBolt) => <Icon size={18} stroke={1.6} />;
const maxObjects = 200;

export default function CommandPalette({ onHelp }: { onHelp(): void }) {
  const router = useRouter();
  const datasets = useLive(liveDatasets());
  const models = useLive(liveModels());
  const runs = useLive(liveRuns());
  const [commands, setCommands] = useState<InstantCommand[]>([]);
  useEffect(() => {
    spotlight.open();
    void instantCommands().then(setCommands);
  }, []);

  const go = (path: string) => () => router.history.push(path);
  const objects = (
    group: string,
    Icon: typeof IconBolt,
    found: { id: string; name: string; note: string; path: string }[],
  ): SpotlightActionGroupData => ({
    group,
    actions: found.slice(0, maxObjects).map(
      ({ id, name, note, path }): SpotlightActionData => ({
        id: `${group} ${id}`,
        label: name,
        description: note,
        leftSection: icon(Icon),
        onClick: go(path),
      }),
    ),
  });
  const actions: SpotlightActionGroupData[] = [
    {
      group: 'Go to',
      actions: sections.map(
        ({ to, label, key, icon: Icon }): SpotlightActionData => ({
          id: to,
          label,
          leftSection: <Icon size={18} stroke={1.6} />,
          rightSection: <span className="quiet">g {key}</span>,
          onClick: go(to),
        }),
      ),
    },
    objects(
      'Datasets',
      IconDatabase,
      (datasets ?? []).map(({ dataset, version }) => ({
        id: dataset.id,
        name: dataset.name,
        note: version ? `${formatCount(version.rows)} rows × ${version.columns}` : 'importing',
        path: `/data/${dataset.id}`,
      })),
    ),
    objects(
      'Models',
      IconBrain,
      (models ?? []).map(({ model, versions }) => ({
        id: model.id,
        name: model.name,
        note: `${model.family}, ${versions} ${versions === 1 ? 'version' : 'versions'}`,
        path: `/models/${model.id}`,
      })),
    ),
    objects(
      'Runs',
      IconChartLine,
      (runs ?? []).map((found) => ({
        id: found.id,
        name: found.name,
        note: found.status,
        path: `/runs/${found.id}`,
      })),
    ),
    {
      group: 'Commands',
      actions: [
        {
          id: 'shortcuts',
          label: 'Keyboard shortcuts',
          leftSection: icon(IconKeyboard),
          onClick: onHelp,
        },
        ...commands.map(
          ({ name, title, summary, call }): SpotlightActionData => ({
            id: name,
            label: title,
            description: summary,
            keywords: [name],
            leftSection: icon(IconBolt),
            rightSection: <span className="quiet mono">{name}</span>,
            onClick: call,
          }),
        ),
      ],
    },
  ];
  return (
    <Spotlight
      actions={actions.filter(({ actions: inGroup }) => inGroup.length > 0)}
      classNames={{
        action: styles.action,
        actionLabel: styles.label,
        actionDescription: styles.description,
        actionsGroup: styles.group,
      }}
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      yOffset="12vh"
      shortcut={null}
      nothingFound="Nothing by that name"
      highlightQuery
      limit={40}
      scrollable
      attributes={{ content: { 'aria-label': 'Search and commands' } }}
      scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
      maxHeight={440}
      lockScroll={false}
      searchProps={{
        leftSection: <IconSearch size={18} stroke={1.6} />,
        placeholder: 'Pages, datasets, models, runs, commands',
        'aria-label': 'Search pages, objects and commands',
        size: 'md',
      }}
    />
  );
}
