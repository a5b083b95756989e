/** Which of many judged images are looked at. */
export const orders = ['worst', 'middle', 'best'] as const;
export type Order = (typeof orders)[number];

/** Places of so many, from `worth`, larger is better: those at an end, which comes first, or around the middle. */
export function placesOf(worth: Float64Array, order: Order, count: number): number[] {
  const places = Array.from(worth.keys()).sort((a, b) => (worth[a] as number) - (worth[b] as number));
  if (order === 'worst') return places.slice(0, count);
  if (order === 'best') return places.slice(-count).reverse();
  const first = Math.max(0, Math.floor((places.length - count) / 2));
  return places.slice(first, first + count);
}
