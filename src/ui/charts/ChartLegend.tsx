/** Names and values: at the shared hover position, else the last ones. Click hides a curve. */
import { type Curve, nearestPoint } from './curve';
import { type ChartStore, useChartView } from './chartGroup';
import classes from './CurveChart.module.css';

export function ChartLegend({
  title,
  curves,
  hidden,
  onToggle,
  format,
  store,
}: {
  /** Of the chart: a curve of the same name need not repeat it. */
  title: string;
  curves: readonly Curve[];
  hidden: ReadonlySet<string>;
  onToggle: (id: string) => void;
  format: (value: number) => string;
  store: ChartStore;
}) {
  const hoverX = useChartView(store, (view) => view.hoverX);
  return (
    <div className={classes.legend}>
      {curves.map((curve) => {
        const point = hoverX === null ? curve.points.at(-1) : nearestPoint(curve.points, hoverX);
        return (
          <button
            key={curve.id}
            type="button"
            className={classes.item}
            aria-pressed={!hidden.has(curve.id)}
            aria-label={`Show ${curve.label}`}
            onClick={() => onToggle(curve.id)}
          >
            <span
              className={classes.swatch}
              style={{ borderColor: curve.color, borderTopStyle: curve.dashed ? 'dashed' : 'solid' }}
            />
            {curve.label !== title && <span className="clip">{curve.label}</span>}
            <span className={classes.value}>{point ? format(point.y) : '–'}</span>
          </button>
        );
      })}
    </div>
  );
}
