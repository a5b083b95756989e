/** A run that another program logged: its curves, params, tags and notes. There is no data and no model to go on with. */
import type { Run } from '#/core/protocol/model';
import { useChartTheme } from '#/ui/charts/palette';
import { ComparedCurves } from '../compare/ComparedCurves';
import { RunFiles } from './RunFiles';
import { RunInspector } from './RunInspector';
import { RunParams } from './RunParams';
import classes from './run.module.css';

export function LoggedElsewhere({ run }: { run: Run }) {
  const theme = useChartTheme();
  return (
    <div className={classes.layout}>
      <div className={classes.main}>
        <ComparedCurves runs={[run]} color={() => theme.series[0] as string} />
        <RunFiles run={run} />
        <RunParams run={run} />
      </div>
      <RunInspector run={run} />
    </div>
  );
}
