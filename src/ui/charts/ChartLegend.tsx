/** Names and values: at the shared hover position, else the last ones. Click hides a curve. Of a crowd, the one pointed at. */
import { type Curve, nearestPoint } from './curve';
import { type ChartStore, useChartView } from './chartGroup';
import classes from './CurveChart.module.css';

/** More names than this tell nothing apart. */
export const mostNamed = 24;

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
  const isCrowd = curves.length > mostNamed;
  const hoverX = useChartView(store, (view) => view.hoverX);
  const curveId = useChartView(store, (view) => (isCrowd ? view.curveId : null));
  if (isCrowd) {
    const pointed = curves.find(({ id }) => id === curveId);
    const point = pointed && hoverX !== null && nearestPoint(pointed.points, hoverX);
    return (
      <div className={classes.legend}>
        {pointed && point ? (
          <span className={classes.item}>
            <span className={classes.swatch} style={{ borderColor: pointed.color }} />
            <span className="clip">{pointed.label}</span>
            <span className={classes.value}>{format(point.y)}</span>
          </span>
        ) : (
          <span className={classes.item}>{curves.length} curves</span>
        )}
      </div>
    );
  }
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
