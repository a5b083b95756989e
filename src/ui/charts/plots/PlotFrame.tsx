/** Around a chart: its title, what it says in one number, and the way out as PNG or CSV. */
import { ActionIcon, Menu } from '@mantine/core';
import { IconDotsVertical, IconFileTypeCsv, IconPhoto, IconVector } from '@tabler/icons-react';
import { type ReactNode, useRef } from 'react';
import { attempt } from '#/ui/attempt';
import { toDelimited } from '#/ui/components/delimited';
import { safeFileName, saveFile } from '#/ui/components/saveFile';
import { useChartTheme } from '../palette';
import classes from './plots.module.css';
import { svgText } from './svgText';
import { svgToPng, titleHeight } from './svgToPng';

export interface PlotFrameProps {
  title: string;
  /** Beside the title: the area under the curve, for one. */
  figure?: ReactNode;
  /** Start of the names of exported files. */
  fileName: string;
  /** What the chart shows, with a header row, in full precision. */
  toTable(): (string | number | null)[][];
  /** Adds to a copy of the SVG what is drawn beside it. */
  complete?(svg: SVGSVGElement): void;
  /** When it is not one SVG. */
  toPng?(title: string): Promise<Blob>;
  children: ReactNode;
}

export function PlotFrame({ title, figure, fileName, toTable, complete, toPng, children }: PlotFrameProps) {
  const body = useRef<HTMLDivElement>(null);
  const theme = useChartTheme();
  const baseName = safeFileName(`${fileName}-${title}`);
  const caption = `${title} · ${fileName}`;
  const drawn = () => body.current?.querySelector<SVGSVGElement>('svg.recharts-surface, svg[data-plot]');
  const savePng = async () => {
    const svg = drawn();
    const png = toPng ? toPng(caption) : svg && svgToPng(svg, caption, theme, complete);
    if (png) saveFile(`${baseName}.png`, await png);
  };
  const saveSvg = () => {
    const svg = drawn();
    const text = svg && svgText(svg, { text: caption, height: titleHeight, theme }, complete);
    if (text) saveFile(`${baseName}.svg`, text, 'image/svg+xml');
  };
  return (
    <figure className={classes.figure} aria-label={title}>
      <div className={classes.head}>
        <span className={classes.title}>{title}</span>
        <span className={classes.number}>{figure}</span>
        <Menu position="bottom-end" width={180}>
          <Menu.Target>
            <ActionIcon aria-label={`Export ${title}`}>
              <IconDotsVertical size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<IconPhoto size={16} />}
              onClick={() => attempt('The picture was not saved', savePng())}
            >
              Save as PNG
            </Menu.Item>
            {!toPng && (
              <Menu.Item leftSection={<IconVector size={16} />} onClick={saveSvg}>
                Save as SVG
              </Menu.Item>
            )}
            <Menu.Item
              leftSection={<IconFileTypeCsv size={16} />}
              onClick={() => saveFile(`${baseName}.csv`, toDelimited(toTable()), 'text/csv')}
            >
              Save values as CSV
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <div ref={body} className={classes.body}>
        {children}
      </div>
    </figure>
  );
}
