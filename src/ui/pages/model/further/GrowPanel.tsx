/** A version made larger without changing what it answers, so that it can learn more when it is trained further. */
import { Button, NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import { run } from '#/app/run';
import type { ModelVersion } from '#/core/protocol/model';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { Panel } from '#/ui/components/Panel';
import { useCommand } from '#/ui/useCommand';
import classes from './further.module.css';

export function GrowPanel({
  version,
  onGrown,
}: {
  version: ModelVersion;
  /** The new version, by its number. */
  onGrown: (number: string) => void;
}) {
  const cuts = useCommand('models.cuts', { modelVersionId: version.id });
  const [chosen, setLayer] = useState<string>();
  const [units, setUnits] = useState<number>();
  const [busy, setBusy] = useState<'wider' | 'deeper'>();
  const [error, setError] = useState<unknown>();
  const points = cuts.data?.points ?? [];
  const wide = points.filter(({ weights }) => weights > 0);
  const point = points.find(({ id }) => id === chosen) ?? wide[0];
  if (!point) return null;
  const width = point.shape.at(-1) ?? 1;
  const grow = async (how: 'wider' | 'deeper') => {
    setBusy(how);
    setError(undefined);
    try {
      const { number } = await run('models.grow', {
        versionId: version.id,
        change: how === 'wider' ? { wider: point.id, units: units ?? width * 2 } : { insertAfter: point.id },
      });
      onGrown(String(number));
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(undefined);
    }
  };
  return (
    <Panel title="Make it larger first">
      <div className={classes.kept}>
        <p className="quiet">
          A new version that answers the same by a larger network: copies of units share what they say, or a
          layer is inserted that passes on what it is given. Trained further, it can learn more.
        </p>
        <div className={classes.pair}>
          <Select
            label="Layer"
            allowDeselect={false}
            searchable
            data={points.map(({ id, type }) => ({ value: id, label: `${id}, ${type}` }))}
            value={point.id}
            onChange={(next) => {
              setLayer(next ?? undefined);
              setUnits(undefined);
            }}
          />
          <NumberInput
            label={`Units, now ${width}`}
            min={width + 1}
            allowDecimal={false}
            value={units ?? width * 2}
            onChange={(value) => setUnits(typeof value === 'number' ? value : undefined)}
          />
        </div>
        {error === undefined ? null : <ErrorNote error={error} />}
        <div className={classes.growButtons}>
          <Button
            variant="default"
            loading={busy === 'wider'}
            disabled={busy !== undefined}
            onClick={() => void grow('wider')}
          >
            Make it wider
          </Button>
          <Button
            variant="default"
            loading={busy === 'deeper'}
            disabled={busy !== undefined}
            onClick={() => void grow('deeper')}
          >
            Insert a layer behind it
          </Button>
        </div>
      </div>
    </Panel>
  );
}
