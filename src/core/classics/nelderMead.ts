/** The lowest point of a function of a few numbers, without its gradient (Nelder and Mead 1965, with their coefficients). */
export interface Lowest {
  at: number[];
  value: number;
}

/** `evaluate` may answer NaN or infinity where the function is not defined. At most `evaluations` calls. */
export function nelderMead(
  evaluate: (at: readonly number[]) => number,
  start: readonly number[],
  { evaluations = 400, step = 0.7, tolerance = 1e-9 } = {},
): Lowest {
  let left = evaluations;
  const point = (at: number[]): Lowest => {
    left--;
    const value = evaluate(at);
    return { at, value: Number.isNaN(value) ? Number.POSITIVE_INFINITY : value };
  };
  const simplex = [point([...start])];
  for (let i = 0; i < start.length; i++)
    simplex.push(point(start.map((value, k) => (k === i ? value + step : value))));
  const order = () => simplex.sort((a, b) => a.value - b.value);
  order();
  while (left > 0 && start.length > 0) {
    const [best, worst] = [simplex[0] as Lowest, simplex.at(-1) as Lowest];
    if (worst.value - best.value <= tolerance * Math.abs(best.value)) break;
    const centre = start.map((_, k) => {
      let sum = 0;
      for (const { at } of simplex.slice(0, -1)) sum += at[k] as number;
      return sum / start.length;
    });
    const along = (t: number) => point(centre.map((c, k) => c + t * ((worst.at[k] as number) - c)));
    const reflected = along(-1);
    let next = reflected;
    if (reflected.value < best.value) {
      const further = along(-2);
      if (further.value < reflected.value) next = further;
    } else if (reflected.value >= (simplex.at(-2) as Lowest).value)
      next = along(reflected.value < worst.value ? -0.5 : 0.5);
    if (next.value < worst.value) simplex[simplex.length - 1] = next;
    else
      for (let i = 1; i < simplex.length; i++)
        simplex[i] = point((simplex[i] as Lowest).at.map((value, k) => ((best.at[k] as number) + value) / 2));
    order();
  }
  return simplex[0] as Lowest;
}
