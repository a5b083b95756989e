/** What two columns do together: a map of it, and how to read it. */
import type { Surface } from '#/core/explain/attribution';
import { SurfacePlot } from '#/ui/components/explain/SurfacePlot';
import type { AttributionViewProps } from './attributionViews';
import classes from './explain.module.css';

export const SurfaceView = ({ found, version, fileName }: AttributionViewProps<Surface>) => (
  <div className={classes.found}>
    <SurfacePlot found={found} version={version} fileName={fileName} />
    <p className="quiet">
      Orange raises the answer, blue lowers it, beyond what each column does by itself (see accumulated local
      effects); flat means that they do not work together. No row lies in hatched cells: there it goes on as
      beside them.
    </p>
  </div>
);
