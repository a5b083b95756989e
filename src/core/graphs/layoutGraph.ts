/**
 * Where nodes are drawn: pushed apart by each other, pulled together by edges and to the middle (Fruchterman and
 * Reingold), from a spiral and without chance, so that the same graph looks the same. Values lie within 0 and 1.
 */
export function layoutGraph(
  nodes: number,
  source: ArrayLike<number>,
  target: ArrayLike<number>,
  steps = stepsFor(nodes),
): { x: Float64Array; y: Float64Array } {
  const x = new Float64Array(nodes);
  const y = new Float64Array(nodes);
  const golden = Math.PI * (3 - Math.sqrt(5));
  for (let i = 0; i < nodes; i++) {
    const radius = Math.sqrt((i + 0.5) / nodes) / 2;
    x[i] = radius * Math.cos(i * golden);
    y[i] = radius * Math.sin(i * golden);
  }
  const wanted = Math.sqrt(1 / Math.max(1, nodes));
  const [dx, dy] = [new Float64Array(nodes), new Float64Array(nodes)];
  for (let step = 0; step < steps; step++) {
    dx.fill(0);
    dy.fill(0);
    for (let i = 0; i < nodes; i++) {
      for (let j = i + 1; j < nodes; j++) {
        const [apartX, apartY] = [(x[i] as number) - (x[j] as number), (y[i] as number) - (y[j] as number)];
        const push = (wanted * wanted) / Math.max(1e-9, apartX * apartX + apartY * apartY);
        dx[i] = (dx[i] as number) + apartX * push;
        dy[i] = (dy[i] as number) + apartY * push;
        dx[j] = (dx[j] as number) - apartX * push;
        dy[j] = (dy[j] as number) - apartY * push;
      }
      // What no edge holds would leave the picture.
      dx[i] = (dx[i] as number) - 0.4 * (x[i] as number);
      dy[i] = (dy[i] as number) - 0.4 * (y[i] as number);
    }
    for (let e = 0; e < source.length; e++) {
      const [a, b] = [source[e] as number, target[e] as number];
      const [apartX, apartY] = [(x[a] as number) - (x[b] as number), (y[a] as number) - (y[b] as number)];
      const pull = Math.sqrt(apartX * apartX + apartY * apartY) / wanted;
      dx[a] = (dx[a] as number) - apartX * pull;
      dy[a] = (dy[a] as number) - apartY * pull;
      dx[b] = (dx[b] as number) + apartX * pull;
      dy[b] = (dy[b] as number) + apartY * pull;
    }
    const most = 0.1 * (1 - step / steps);
    for (let i = 0; i < nodes; i++) {
      const [stepX, stepY] = [dx[i] as number, dy[i] as number];
      const size = Math.max(1e-12, Math.sqrt(stepX * stepX + stepY * stepY));
      const kept = Math.min(size, most) / size;
      x[i] = (x[i] as number) + stepX * kept;
      y[i] = (y[i] as number) + stepY * kept;
    }
  }
  return { x: within(x), y: within(y) };
}

/** Every pair is looked at in each step. */
const stepsFor = (nodes: number): number =>
  Math.max(20, Math.min(200, Math.floor(4e8 / (nodes * nodes + 1))));

function within(values: Float64Array): Float64Array {
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return values.map((value) => (high > low ? (value - low) / (high - low) : 0.5));
}
