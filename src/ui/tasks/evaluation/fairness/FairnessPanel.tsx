/** One class against the rest, group by group: rates, gaps, calibration, and a threshold for each group to try. */
import { Button, Select } from '@mantine/core';
import { IconFileTypeCsv } from '@tabler/icons-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { compareClass } from '#/core/fairness/classFairness';
import { groupsOf, judgedClass } from '#/core/fairness/fairnessOf';
import { classFairnessTable } from '#/core/fairness/fairnessTable';
import { matchedThresholds } from '#/core/fairness/matchedThresholds';
import type { Run } from '#/core/protocol/model';
import type { ClassPredictions } from '#/core/tasks/classification';
import { toDelimited } from '#/ui/components/delimited';
import { Panel } from '#/ui/components/Panel';
import { safeFileName, saveFile } from '#/ui/components/saveFile';
import classes from '../evaluation.module.css';
import { CalibrationByGroup } from './CalibrationByGroup';
import styles from './fairness.module.css';
import { GapTable } from './GapTable';
import { askGroups } from './groupsAsked';
import { GroupNotes } from './GroupNotes';
import { GroupSelect } from './GroupSelect';
import { RatesByGroup } from './RatesByGroup';
import { useGroups } from './useGroups';

const named = (label: string | undefined) => label || '(empty)';

export function FairnessPanel({ run, judged, event }: { run: Run; judged: ClassPredictions; event: number }) {
  const { labels } = judged;
  const [chosen, setChosen] = useState<number>();
  const index = chosen ?? event;
  const of = useMemo(() => judgedClass(judged, index), [judged, index]);
  const grouped = useGroups(run, judged.rows);
  const groups = useMemo(() => groupsOf(grouped.segments ?? []), [grouped.segments]);
  const compare = useMemo(() => compareClass(of, groups), [of, groups]);

  const subject = `${grouped.field?.name ?? ''} ${index}`;
  const [own, setOwn] = useState<{ subject: string; thresholds: ReadonlyMap<string, number> }>();
  const thresholds = own?.subject === subject ? own.thresholds : none;
  const calm = useDeferredValue(thresholds);
  const found = useMemo(() => compare((label) => calm.get(label) ?? 0.5), [compare, calm]);
  const atHalf = useMemo(() => compare(() => 0.5), [compare]);
  const setThresholds = (next: ReadonlyMap<string, number>) => setOwn({ subject, thresholds: next });
  const match = (rate: 'positiveRate' | 'truePositiveRate') =>
    setThresholds(matchedThresholds(of, groups, rate, atHalf.total[rate].share, 0.5));
  const small = found.groups.filter((group) => group.small).map(({ label }) => named(label));
  const save = () =>
    saveFile(
      `${safeFileName(`${run.name}-groups-of-${grouped.field?.name}`)}.csv`,
      toDelimited(classFairnessTable(found)),
      'text/csv',
    );
  return (
    <Panel
      title="Fairness between groups"
      actions={
        <div className={classes.threshold}>
          <GroupSelect {...grouped} />
          <Select
            aria-label="Class that is compared"
            w={180}
            searchable
            allowDeselect={false}
            data={labels.map((label, i) => ({ value: String(i), label: named(label) }))}
            value={String(index)}
            onChange={(value) => {
              setChosen(Number(value));
              askGroups(run.id, { label: labels[Number(value)] });
            }}
          />
        </div>
      }
    >
      <GroupNotes grouped={grouped}>
        <GapTable found={found} before={thresholds.size > 0 ? atHalf : undefined} />
        <div className={classes.threshold}>
          <span>
            Thresholds to try, of the probability of <strong>{named(labels[index])}</strong>:
          </span>
          <Button variant="default" size="compact-sm" onClick={() => match('positiveRate')}>
            Equal positive rates
          </Button>
          <Button variant="default" size="compact-sm" onClick={() => match('truePositiveRate')}>
            Equal true positive rates
          </Button>
          <Button
            variant="default"
            size="compact-sm"
            disabled={thresholds.size === 0}
            onClick={() => setThresholds(none)}
          >
            All at 0.5
          </Button>
        </div>
        <RatesByGroup
          found={found}
          thresholdOf={(label) => thresholds.get(label) ?? 0.5}
          onChange={(label, value) => setThresholds(new Map([...thresholds, [label, value]]))}
        />
        {small.length > 0 && (
          <p className={classes.warning}>
            Fewer than 10 rows that are {named(labels[index])}, or that are not: {small.join(', ')}. Their
            intervals are wide, and rates of fewer than 10 rows are left out of the gaps above.
          </p>
        )}
        <CalibrationByGroup found={found} label={named(labels[index])} fileName={run.name} />
        <div className={`${classes.foot} ${styles.foot}`}>
          <span className="quiet">
            Rates with intervals after Wilson, their differences after Newcombe, areas after DeLong: 95 %. A
            threshold for each group is a trial here: the model answers as before.
          </span>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconFileTypeCsv size={16} />}
            onClick={save}
          >
            Save as CSV
          </Button>
        </div>
      </GroupNotes>
    </Panel>
  );
}

const none: ReadonlyMap<string, number> = new Map();
