/** A chart's SVG as a picture of twice its size, with its title, on the theme's background. */
import type { ChartTheme } from '../palette';
import { svgText } from './svgText';

export const titleHeight = 32;

export async function svgToPng(
  svg: SVGSVGElement,
  title: string,
  theme: ChartTheme,
  complete?: (copy: SVGSVGElement) => void,
): Promise<Blob> {
  const { width, height } = svg.getBoundingClientRect();
  const text = svgText(svg, undefined, complete);
  const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * 2);
    canvas.height = Math.round((height + titleHeight) * 2);
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    context.scale(2, 2);
    context.fillStyle = theme.background;
    context.fillRect(0, 0, width, height + titleHeight);
    context.fillStyle = theme.text;
    context.font = '600 13px "Inter Variable", system-ui, sans-serif';
    context.fillText(title, 12, 20, width - 24);
    context.drawImage(image, 0, titleHeight, width, height);
    return await canvasToPng(canvas);
  } finally {
    URL.revokeObjectURL(url);
  }
}

export const canvasToPng = (canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The browser made no PNG.'))),
      'image/png',
    ),
  );
