/** A chart's SVG as a file of its own, or as the source of a picture. */
import type { ChartTheme } from '../palette';

/** With a title above and the theme's background behind it. */
export function svgText(
  svg: SVGSVGElement,
  title?: { text: string; height: number; theme: ChartTheme },
  complete?: (copy: SVGSVGElement) => void,
): string {
  const { width, height } = svg.getBoundingClientRect();
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const above = title?.height ?? 0;
  complete?.(copy);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height + above));
  copy.setAttribute('font-family', 'sans-serif');
  if (title) {
    copy.setAttribute('viewBox', `0 ${-above} ${width} ${height + above}`);
    const make = (name: string, attributes: Record<string, string | number>) => {
      const element = document.createElementNS('http://www.w3.org/2000/svg', name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
      return element;
    };
    const words = make('text', {
      x: 12,
      y: 20 - above,
      'font-size': 13,
      'font-weight': 600,
      fill: title.theme.text,
    });
    words.textContent = title.text;
    copy.prepend(
      make('rect', { x: 0, y: -above, width, height: height + above, fill: title.theme.background }),
      words,
    );
  }
  return new XMLSerializer().serializeToString(copy);
}
