/** The setting of a family whose network somebody draws: what it comes to, and the way into its editor. */
import { Button, Modal, Skeleton } from '@mantine/core';
import { IconSchema } from '@tabler/icons-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { archDraft, type ArchDraft } from '#/core/arch/draft/archDraft';
import { draftOfArch } from '#/core/arch/draft/draftOfArch';
import { inspectDraft } from '#/core/arch/draft/inspectDraft';
import { buildArch } from '#/core/families/buildArch';
import { families } from '#/core/families/registry';
import { type FormTraining, formFrame } from '#/core/train/formMemory';
import { formatCount } from '#/ui/charts/formatNumber';
import type { FormValues } from '#/ui/forms/SchemaForm';
import type { ListedFamily } from '../shownFamilies';
import type { StartFrom } from './GraphEditor';
import classes from './graph.module.css';

const GraphEditor = lazy(() => import('./GraphEditor'));

export function DrawnNetwork({
  training,
  listed,
  onChange,
}: {
  training: FormTraining;
  /** Families that fit the data, to start from. */
  listed: readonly ListedFamily[];
  onChange: (values: FormValues) => void;
}) {
  const [opened, setOpened] = useState(false);
  const known = JSON.stringify(training);
  const frame = useMemo(() => formFrame(JSON.parse(known) as FormTraining), [known]);
  const draft = archDraft.safeParse(
    families.get(training.family).params.safeParse(training.familyParams).data,
  );
  if (!draft.success || !frame) return null;
  const { problems, facts } = inspectDraft(draft.data, frame);
  const wrong = problems.filter(({ severe }) => severe);
  const weights = [...facts.values()].reduce((sum, own) => sum + own.weights, 0);
  return (
    <div className={classes.drawn}>
      <div>
        <span className={classes.label}>Network</span>
        <span className={classes.quiet}>
          {formatCount(draft.data.nodes.length)} {draft.data.nodes.length === 1 ? 'layer' : 'layers'},{' '}
          {formatCount(weights)} weights before the answer
        </span>
        {wrong[0] && (
          <span className={classes.wrong} role="alert">
            {wrong[0].message}
          </span>
        )}
      </div>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconSchema size={16} />}
        onClick={() => setOpened(true)}
      >
        Edit the graph
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        fullScreen
        title="Your own network"
        closeButtonProps={{ 'aria-label': 'Done' }}
        closeOnEscape={false}
      >
        <Suspense fallback={<Skeleton h={400} aria-label="Loading the editor" />}>
          <GraphEditor
            initial={draft.data}
            frame={frame}
            starts={startsFor(training, listed)}
            onChange={(next) => onChange({ ...next })}
          />
        </Suspense>
      </Modal>
    </div>
  );
}

function startsFor(training: FormTraining, listed: readonly ListedFamily[]): StartFrom[] {
  return listed.flatMap(({ type, title }) => {
    const family = families.find(type);
    if (!family?.build || family.drawn) return [];
    const draft = (): ArchDraft | undefined => {
      const frame = formFrame({ ...training, family: type, familyParams: {} });
      if (!frame) return undefined;
      const { inputShape, outputWidth } = frame;
      return draftOfArch(
        buildArch(family, { inputShape, outputWidth, task: training.task.type }, {}),
        outputWidth,
      );
    };
    return [{ type, title, draft }];
  });
}
