/**
 * Marks that a chart has thousands of: on the page they are painted on a canvas, which stays fluid; an exported picture has
 * the same as shapes.
 */
export interface Ink {
  circle(x: number, y: number, radius: number, fill: string): void;
  box(x: number, y: number, width: number, height: number, fill: string): void;
  /** Pairs of x and y. */
  path(points: ArrayLike<number>, stroke: string, opacity: number): void;
}

export function canvasInk(context: CanvasRenderingContext2D): Ink {
  context.lineJoin = 'bevel';
  return {
    circle(x, y, radius, fill) {
      context.fillStyle = fill;
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fill();
    },
    box(x, y, width, height, fill) {
      context.fillStyle = fill;
      context.fillRect(x, y, width, height);
    },
    path(points, stroke, opacity) {
      context.strokeStyle = stroke;
      context.globalAlpha = opacity;
      context.beginPath();
      for (let i = 0; i < points.length; i += 2) context.lineTo(points[i] as number, points[i + 1] as number);
      context.stroke();
      context.globalAlpha = 1;
    },
  };
}

const short = (value: number): string => String(Number(value.toFixed(2)));

/** Behind what the picture has already. */
export function drawInto(svg: SVGSVGElement, draw: (ink: Ink) => void): void {
  const group = document.createElementNS(svg.namespaceURI as string, 'g') as SVGGElement;
  const put = (name: string, attributes: Record<string, string>) => {
    const element = document.createElementNS(svg.namespaceURI as string, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    group.append(element);
  };
  draw({
    circle: (x, y, radius, fill) => put('circle', { cx: short(x), cy: short(y), r: short(radius), fill }),
    box: (x, y, width, height, fill) =>
      put('rect', { x: short(x), y: short(y), width: short(width), height: short(height), fill }),
    path(points, stroke, opacity) {
      const pairs = Array.from({ length: points.length / 2 }, (_, i) => [
        points[2 * i] as number,
        points[2 * i + 1] as number,
      ]);
      put('polyline', {
        points: pairs.map(([x = 0, y = 0]) => `${short(x)},${short(y)}`).join(' '),
        fill: 'none',
        stroke,
        'stroke-opacity': String(opacity),
      });
    },
  });
  svg.prepend(group);
}
