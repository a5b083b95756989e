/** A line chart: legend with values, shared hover and zoom, log axis, smoothing, PNG and CSV. */
import { ActionIcon, Menu } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconDotsVertical, IconFileTypeCsv, IconPhoto, IconZoomReset } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { toDelimited } from '#/ui/components/delimited';
import { safeFileName, saveFile } from '#/ui/components/saveFile';
import { ChartLegend } from './ChartLegend';
import { ChartOverlay } from './ChartOverlay';
import { useChartStore, useChartView } from './chartGroup';
import classes from './CurveChart.module.css';
import { type Curve, curvesToTable, layoutPlot } from './curve';
import { drawPlot, plotToPng } from './drawPlot';
import { formatNumber } from './formatNumber';
import { useChartTheme } from './palette';

const font = '"Inter Variable", system-ui, sans-serif';

export interface CurveChartProps {
  title: string;
  curves: readonly Curve[];
  xLabel: string;
  /** Start of the names of exported files. */
  fileName: string;
  log?: boolean;
  smoothing?: number;
  height?: number;
  domain?: [number, number];
  format?: (value: number) => string;
  /** Said while there are no points. */
  waiting?: string;
}

export function CurveChart({
  title,
  curves,
  xLabel,
  fileName,
  log = false,
  smoothing = 0,
  height = 200,
  domain,
  format = formatNumber,
  waiting = 'Nothing logged yet',
}: CurveChartProps) {
  const store = useChartStore();
  const theme = useChartTheme();
  const zoom = useChartView(store, (view) => view.zoom);
  const { ref, width } = useElementSize();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const canvas = useRef<HTMLCanvasElement>(null);
  const scale = log ? 'log' : 'linear';

  const plot = useMemo(
    () =>
      layoutPlot({
        curves: curves.filter((curve) => !hidden.has(curve.id)),
        width: Math.max(120, width),
        height,
        scale,
        smoothing,
        zoom,
        domain,
      }),
    [curves, hidden, width, height, scale, smoothing, zoom, domain],
  );

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    context.canvas.width = Math.round(plot.width * ratio);
    context.canvas.height = Math.round(plot.height * ratio);
    context.scale(ratio, ratio);
    drawPlot(context, plot, theme, font);
  }, [plot, theme, width]);

  const toggle = (id: string) =>
    setHidden((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const baseName = safeFileName(`${fileName}-${title}`);
  const isEmpty = curves.every((curve) => curve.points.length === 0);

  return (
    <figure className={classes.figure} aria-label={title}>
      <div className={classes.head}>
        <span className={classes.title}>{title}</span>
        <ChartLegend
          title={title}
          curves={curves}
          hidden={hidden}
          onToggle={toggle}
          format={format}
          store={store}
        />
        {zoom && (
          <ActionIcon aria-label={`Show all of ${title}`} onClick={() => store.setState({ zoom: null })}>
            <IconZoomReset size={16} />
          </ActionIcon>
        )}
        <Menu position="bottom-end" width={180}>
          <Menu.Target>
            <ActionIcon aria-label={`Export ${title}`} style={{ visibility: isEmpty ? 'hidden' : undefined }}>
              <IconDotsVertical size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<IconPhoto size={16} />}
              onClick={async () =>
                saveFile(`${baseName}.png`, await plotToPng(plot, `${title} · ${fileName}`, theme, font))
              }
            >
              Save as PNG
            </Menu.Item>
            <Menu.Item
              leftSection={<IconFileTypeCsv size={16} />}
              onClick={() =>
                saveFile(`${baseName}.csv`, toDelimited(curvesToTable(xLabel, curves)), 'text/csv')
              }
            >
              Save values as CSV
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <div ref={ref} style={{ position: 'relative' }}>
        <ChartOverlay plot={plot} theme={theme} store={store} label={title} xLabel={xLabel} format={format}>
          <canvas
            ref={canvas}
            className={classes.canvas}
            style={{ width: '100%', height, visibility: isEmpty ? 'hidden' : undefined }}
          />
        </ChartOverlay>
        {isEmpty && <div className={classes.empty}>{waiting}</div>}
      </div>
    </figure>
  );
}
