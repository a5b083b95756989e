/** What if a value were another: the answer taken apart as the form changes, and what would have to change for another one. */
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type CommandOutput, run } from '#/app/run';
import { explainersFor } from '#/core/explain/explainersFor';
import type { Contributions } from '#/core/explain/attribution';
import type { ModelVersion } from '#/core/protocol/model';
import { formatNumber } from '#/ui/charts/formatNumber';
import type { FurtherProps } from '#/ui/components/ask/AskForm';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { byReach } from './byReach';
import { WaterfallPlot } from './WaterfallPlot';
import { WaysPanel } from './WaysPanel';
import classes from './ways.module.css';

const settleMs = 150;

export default function WhatIf({ version, values: given, onChange, onAsk }: FurtherProps) {
  const first = useRef(onAsk);
  // What is explained has an answer beside it.
  useEffect(() => first.current(), []);
  const [values] = useDebouncedValue(given, settleMs);
  const row = useMemo(
    () => Object.fromEntries([...values].map(([name, text]) => [name, text.trim() === '' ? null : text])),
    [values],
  );
  const { found, error } = useExplained(version, row);
  const shown = useMemo(() => found && toContributions(found), [found]);
  const columns = useMemo(() => shown && byReach(shown), [shown]);
  const hasWays = explainersFor(version).some(({ type }) => type === 'counterfactuals');
  return (
    <section className={classes.panel} aria-label="What if">
      <div className={classes.parts}>
        <div>
          {error !== undefined && <ErrorNote error={error} />}
          {shown && columns && found && (
            <>
              <WaterfallPlot found={shown} columns={columns} version={version} fileName="what-if" />
              <p className="quiet">
                {found.exact
                  ? `Exact Shapley values for ${found.background} background rows`
                  : `Shapley values from ${found.coalitions} sets of known columns, an estimate, for ${found.background} background rows`}
                ; their sum misses the answer by {formatNumber(found.additivityError)}.{' '}
                {formatNumber(found.ms, 3)} ms.
              </p>
            </>
          )}
        </div>
        {hasWays && <WaysPanel version={version} row={row} values={given} onChange={onChange} />}
      </div>
    </section>
  );
}

/** The newest answer counts; while it comes, the one before stays. */
function useExplained(version: ModelVersion, row: Record<string, string | null>) {
  const [state, setState] = useState<{ found?: CommandOutput<'explain.row'>; error?: unknown }>({});
  const busy = useRef(false);
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);
  const next = useRef<Record<string, string | null>>(undefined);
  useEffect(() => {
    next.current = row;
    const go = async () => {
      if (busy.current) return;
      busy.current = true;
      while (next.current) {
        const asked = next.current;
        next.current = undefined;
        try {
          const found = await run('explain.row', {
            modelId: version.modelId,
            version: version.number,
            row: asked,
          });
          if (mounted.current) setState({ found });
        } catch (error) {
          if (mounted.current) setState({ error });
        }
      }
      busy.current = false;
    };
    void go();
  }, [version, row]);
  return state;
}

function toContributions(found: CommandOutput<'explain.row'>): Contributions {
  const values = new Float64Array(2 * found.columns.length).fill(Number.NaN);
  for (const [i, { value }] of found.columns.entries()) values[2 * i] = value;
  return {
    form: 'contributions',
    measure: found.measure,
    baseline: { name: 'Mean answer', value: found.baseValue },
    values,
    shape: [1, found.columns.length, 2],
    names: found.columns.map(({ name }) => name),
    given: found.columns.map(({ given }) => given),
    answers: [found.answer],
    rows: found.background,
    background: found.background,
    coalitions: found.coalitions,
    exact: found.exact,
  };
}
